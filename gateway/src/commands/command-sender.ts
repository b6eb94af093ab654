import { commandContract, refusal, type ServiceName } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { type Problem, problemOf, type Sender } from '@zhibu/service-kit';
import { z } from 'zod';
import { lackingFor } from '../access/access.rules.ts';
import type { ProvenSender } from '../request/actor.ts';
import { currentLanguage } from '../request/language.ts';
import { namedProblem, type Names } from './named-problem.ts';
import {
  newCommandId,
  problemIn,
  type ServiceAnswer,
  refusedOr,
  type ServiceClient,
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
  private readonly names: (sender: Sender) => Names;
  private readonly now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(client: ServiceClient, names: (sender: Sender) => Names, now: () => number) {
    this.client = client;
    this.names = names;
    this.now = now;
  }

  /**
   * One command; the service's answer as it stands, with names in its sentence.
   * @throws Refusal COMMAND_UNKNOWN, STEP_UP_REQUIRED, SERVICE_UNAVAILABLE
   */
  async one(name: string, body: object, proven: ProvenSender): Promise<ServiceAnswer> {
    const service = ownerOf(name);
    this.refuseUnproven(name, proven);
    const { proof: _proof, ...sender } = proven;
    const answer = await this.client.send({
      service,
      sender,
      path: `/commands/${name}`,
      body: identified(body),
      language: currentLanguage(),
    });
    const problem = problemIn(answer);
    return problem ? { ...answer, body: await namedProblem(problem, this.names(sender)) } : answer;
  }

  /** One command; the events recorded, or the problem. @throws Refusal SERVICE_UNAVAILABLE */
  async handled(name: string, body: object, sender: ProvenSender): Promise<HandledCommand | Problem> {
    const answer = await this.one(name, body, sender);
    if (answer.status === 200) return handled.parse(answer.body);
    const problem = problemIn(answer);
    if (problem) return problem;
    throw refusedOr(ownerOf(name), answer);
  }

  /**
   * A batch: to each owning service its commands in their order, one outcome a command in the order given. A service
   * that is away fails its own commands only.
   */
  async many(commands: readonly unknown[], proven: ProvenSender): Promise<readonly SentOutcome[]> {
    const { proof: _proof, ...sender } = proven;
    for (const command of commands) this.refuseUnproven(nameOf(Object(command)), proven);
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
              sender,
            );
      share.forEach(({ index, command }, at) => {
        sent[index] = answers[at] ?? { commandId: command.commandId };
      });
    }
    return sent;
  }

  /** What a person decides, closes or confirms he has just proven to be his own. */
  private refuseUnproven(name: string, { proof }: ProvenSender): void {
    const right = commandContract(name)?.right;
    const lacking = proof && right && lackingFor(right, proof, this.now());
    if (lacking) throw refusal(lacking, { at: places[lacking], right });
  }

  private async share(
    service: ServiceName,
    commands: readonly Identified[],
    sender: Sender,
  ): Promise<readonly SentOutcome[]> {
    try {
      const answer = await this.client.send({
        service,
        sender,
        path: '/commands',
        body: { commands },
        language: currentLanguage(),
        withinMs: BATCH_WITHIN_MS,
      });
      if (answer.status === 200)
        return Promise.all(outcomes.parse(answer.body).outcomes.map((outcome) => this.named(outcome, sender)));
      const problem = problemIn(answer);
      if (problem) return commands.map(({ commandId }) => ({ commandId, problem }));
      throw refusedOr(service, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return commands.map((command) => refused(command, error));
    }
  }

  private async named(outcome: SentOutcome, sender: Sender): Promise<SentOutcome> {
    const problem = problemIn({ status: 200, body: outcome['problem'] });
    return problem ? { ...outcome, problem: await namedProblem(problem, this.names(sender)) } : outcome;
  }
}

/** Where a person does what is lacking. */
const places = { SECOND_FACTOR_REQUIRED: '/second-factor', STEP_UP_REQUIRED: '/step-up' } as const;

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
