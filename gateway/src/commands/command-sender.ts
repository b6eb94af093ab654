import { commandContract, refusal, type ServiceName } from '@zhibu/contracts';
import { type Actor, Refusal } from '@zhibu/kernel';
import { type Problem, problemOf } from '@zhibu/service-kit';
import { z } from 'zod';
import { currentLanguage } from '../request/language.ts';
import { namedProblem, type Names } from './named-problem.ts';
import {
  newCommandId,
  problemIn,
  type ServiceAnswer,
  type ServiceClient,
  unexpected,
} from './service-client.adapter.ts';

const recordedEvent = z.object({
  id: z.string(),
  type: z.string(),
  stream: z.string(),
  revision: z.int(),
  position: z.string(),
  recordedAt: z.string(),
});
const handled = z.object({ commandId: z.string(), events: z.array(recordedEvent) });
const outcomes = z.object({ outcomes: z.array(z.object({ commandId: z.string() }).loose()) });

/** Five hundred commands take their time on a busy machine. */
const BATCH_WITHIN_MS = 60_000;

export type HandledCommand = z.infer<typeof handled>;

/** What became of a command sent by the batch door: as the owning service words it. */
export type SentOutcome = { readonly commandId: unknown; readonly [fact: string]: unknown };

/** Sends commands to the services that own them, each under an id that makes a repeat safe. */
export class CommandSender {
  private readonly client: ServiceClient;
  private readonly names: Names;

  constructor(client: ServiceClient, names: Names) {
    this.client = client;
    this.names = names;
  }

  /** One command; the service's answer as it stands, with names in its sentence. @throws Refusal COMMAND_UNKNOWN, SERVICE_UNAVAILABLE */
  async one(name: string, body: object, actor: Actor): Promise<ServiceAnswer> {
    const service = ownerOf(name);
    const answer = await this.client.send({
      service,
      actor,
      path: `/commands/${name}`,
      body: identified(body),
      language: currentLanguage(),
    });
    const problem = problemIn(answer);
    return problem ? { ...answer, body: await namedProblem(problem, this.names) } : answer;
  }

  /** One command; the events recorded, or the problem. @throws Refusal SERVICE_UNAVAILABLE */
  async handled(name: string, body: object, actor: Actor): Promise<HandledCommand | Problem> {
    const answer = await this.one(name, body, actor);
    if (answer.status === 200) return handled.parse(answer.body);
    const problem = problemIn(answer);
    if (problem) return problem;
    throw unexpected(ownerOf(name), answer);
  }

  /**
   * A batch: to each owning service its commands in their order, one outcome a command in the order given. A service
   * that is away fails its own commands only.
   */
  async many(commands: readonly unknown[], actor: Actor): Promise<readonly SentOutcome[]> {
    const places = commands.map((given, index): Place => {
      const command = identified(Object(given));
      return { index, command, service: commandContract(nameOf(command))?.service };
    });
    const sent: SentOutcome[] = [];
    for (const [service, share] of Map.groupBy(places, (place) => place.service)) {
      const answers =
        service === undefined
          ? share.map(({ command }) => unknown(command))
          : await this.share(
              service,
              share.map((place) => place.command),
              actor,
            );
      share.forEach(({ index, command }, at) => {
        sent[index] = answers[at] ?? { commandId: command.commandId };
      });
    }
    return sent;
  }

  private async share(
    service: ServiceName,
    commands: readonly Identified[],
    actor: Actor,
  ): Promise<readonly SentOutcome[]> {
    try {
      const answer = await this.client.send({
        service,
        actor,
        path: '/commands',
        body: { commands },
        language: currentLanguage(),
        withinMs: BATCH_WITHIN_MS,
      });
      if (answer.status === 200)
        return Promise.all(outcomes.parse(answer.body).outcomes.map((outcome) => this.named(outcome)));
      const problem = problemIn(answer);
      if (problem) return commands.map(({ commandId }) => ({ commandId, problem }));
      throw unexpected(service, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return commands.map((command) => refused(command, error));
    }
  }

  private async named(outcome: SentOutcome): Promise<SentOutcome> {
    const problem = problemIn({ status: 200, body: outcome['problem'] });
    return problem ? { ...outcome, problem: await namedProblem(problem, this.names) } : outcome;
  }
}

/** A command with an id under which it can be sent again; an id that is no text is left for the owner to refuse. */
type Identified = object & { readonly commandId: unknown };
interface Place {
  readonly index: number;
  readonly command: Identified;
  readonly service: ServiceName | undefined;
}

function ownerOf(name: string): ServiceName {
  const contract = commandContract(name);
  if (contract) return contract.service;
  throw commandUnknown(name);
}

function identified(command: object): Identified {
  const given = 'commandId' in command ? command.commandId : undefined;
  return { ...command, commandId: given ?? newCommandId() };
}

const nameOf = (command: object): string => ('name' in command && typeof command.name === 'string' ? command.name : '');
const commandUnknown = (name: string): Refusal =>
  refusal('COMMAND_UNKNOWN', { field: 'name', name: name.slice(0, 64) });
const unknown = (command: Identified): SentOutcome => refused(command, commandUnknown(nameOf(command)));
const refused = ({ commandId }: Identified, refusal: Refusal): SentOutcome => ({
  commandId,
  problem: problemOf(refusal, currentLanguage()),
});
