import { Body, Controller, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { commandContract, inputWords, type Language, refusal } from '@zhibu/contracts';
import { type RecordedEvent, Refusal } from '@zhibu/kernel';
import type { Request } from 'express';
import { z } from 'zod';
import { CommandDoor, COMMANDS_A_BATCH, type DoorOutcome, parsed } from './command-door.ts';
import { languageOf } from './language.ts';
import { Metrics } from '../observing/metrics.ts';
import { problemOf } from './problem.ts';
import { signedRequest } from '../access/signed-request.ts';
import { DutyCheck } from '../access/duty-check.ts';
import { isPerson, type Sender, TokenVerifier } from '../access/token.ts';

const batch = z.strictObject({ commands: z.array(z.unknown()) });

/** `POST /commands/<Name>` and the batch door: parse, handle, answer the events recorded. */
@Controller('commands')
export class CommandController {
  private readonly door: CommandDoor;
  private readonly verifier: TokenVerifier;
  private readonly duties: DutyCheck;
  private readonly metrics: Metrics;

  constructor(
    @Inject(CommandDoor) door: CommandDoor,
    @Inject(TokenVerifier) verifier: TokenVerifier,
    @Inject(DutyCheck) duties: DutyCheck,
    @Inject(Metrics) metrics: Metrics,
  ) {
    this.door = door;
    this.verifier = verifier;
    this.duties = duties;
    this.metrics = metrics;
  }

  @Post(':name')
  @HttpCode(200)
  async one(@Param('name') name: string, @Body() body: unknown, @Req() request: Request): Promise<object> {
    const sender = await this.verifier.sender(signedRequest(request));
    const [outcome] = await this.handle([{ ...requestBody(body), name }], sender);
    if (!outcome) throw new Error('a command without an outcome');
    if ('refusal' in outcome)
      throw new Refusal(outcome.refusal.code, { ...outcome.refusal.details, commandId: outcome.commandId });
    return answerOf(outcome, 'zh');
  }

  @Post()
  @HttpCode(200)
  async many(
    @Body() body: unknown,
    @Req() request: Request,
    @Headers('accept-language') accepted: string | undefined,
  ): Promise<object> {
    const sender = await this.verifier.sender(signedRequest(request));
    const { commands } = parsed(batch, body, '');
    if (commands.length > COMMANDS_A_BATCH)
      throw refusal('BATCH_TOO_LARGE', { field: 'commands', count: commands.length });
    const outcomes = await this.handle(commands, sender);
    const language = languageOf(accepted);
    return { outcomes: outcomes.map((outcome) => answerOf(outcome, language)) };
  }

  private async handle(commands: readonly unknown[], sender: Sender): Promise<readonly DoorOutcome[]> {
    const { actor } = sender;
    const handling = isPerson(sender) ? { permit: this.duties.of(actor) } : {};
    const outcomes = await this.door.handle(commands, actor, handling);
    outcomes.forEach((outcome, index) =>
      this.metrics.commands.inc({ ...labelsOf(commands[index]), outcome: wordOf(outcome) }),
    );
    return outcomes;
  }
}

/** Only names of the contracts become labels: what else is sent is one name. */
function labelsOf(command: unknown): { readonly service: string; readonly command: string } {
  const name: unknown = Object(command).name;
  const contract = typeof name === 'string' ? commandContract(name) : undefined;
  return { service: contract?.service ?? 'none', command: contract?.name ?? 'unknown' };
}

function wordOf(outcome: DoorOutcome): string {
  if ('refusal' in outcome) return 'refused';
  return outcome.events.length > 0 ? 'recorded' : 'nothing';
}

function requestBody(body: unknown): object {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw refusal('INPUT_INVALID', { errors: [{ field: '', problem: inputWords.notAnObject }] });
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
