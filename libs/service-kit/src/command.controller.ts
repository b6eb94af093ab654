import { Body, Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { type Language } from '@zhibu/contracts';
import { type RecordedEvent, Refusal } from '@zhibu/kernel';
import { z } from 'zod';
import { ACTOR_HEADER, actorFrom } from './actor.ts';
import { CommandDoor, COMMANDS_A_BATCH, type DoorOutcome, parsed } from './command-door.ts';
import { languageOf } from './language.ts';
import { problemOf } from './problem.ts';

const batch = z.strictObject({ commands: z.array(z.unknown()) });

/** `POST /commands/<Name>` and the batch door: parse, handle, answer the events recorded. */
@Controller('commands')
export class CommandController {
  private readonly door: CommandDoor;

  constructor(@Inject(CommandDoor) door: CommandDoor) {
    this.door = door;
  }

  @Post(':name')
  @HttpCode(200)
  async one(@Param('name') name: string, @Body() body: unknown, @Headers(ACTOR_HEADER) actor: string | undefined): Promise<object> {
    const [outcome] = await this.door.handle([{ ...requestBody(body), name }], actorFrom(actor));
    if (!outcome) throw new Error('a command without an outcome');
    if ('refusal' in outcome) throw new Refusal(outcome.refusal.code, { ...outcome.refusal.details, commandId: outcome.commandId });
    return answerOf(outcome, 'zh');
  }

  @Post()
  @HttpCode(200)
  async many(@Body() body: unknown, @Headers(ACTOR_HEADER) actor: string | undefined, @Headers('accept-language') accepted: string | undefined): Promise<object> {
    const { commands } = parsed(batch, body, '');
    if (commands.length > COMMANDS_A_BATCH) throw new Refusal('BATCH_TOO_LARGE', { field: 'commands', count: commands.length });
    const outcomes = await this.door.handle(commands, actorFrom(actor));
    const language = languageOf(accepted);
    return { outcomes: outcomes.map((outcome) => answerOf(outcome, language)) };
  }
}

function requestBody(body: unknown): object {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new Refusal('INPUT_INVALID', { errors: [{ field: '', problem: 'must be an object' }] });
}

function answerOf(outcome: DoorOutcome, language: Language): object {
  const { commandId } = outcome;
  if ('refusal' in outcome) return { commandId, problem: problemOf(outcome.refusal, language) };
  return { commandId, events: outcome.events.map(recordedEvent) };
}

/** An event as a command's answer names it. */
function recordedEvent({ id, type, stream, revision, position, recordedAt }: RecordedEvent): object {
  return { id, type, stream, revision, position: position.toString(), recordedAt };
}
