import { randomUUID } from 'node:crypto';
import {
  basis,
  type CommandContract,
  commandContract,
  inputWords,
  issueWords,
  personId,
  refusal,
  type Right,
  rightsNeverEntered,
  type ServiceName,
  type Wording,
} from '@zhibu/contracts';
import {
  type Aggregate,
  type Answering,
  type CommandEnvelope,
  CommandHandler,
  type CommandOutcome,
  type CommandStore,
} from '@zhibu/event-store';
import { type Actor, type Decision, hasPersonalNumber, Refusal } from '@zhibu/kernel';
import { z } from 'zod';
import type { Paper } from '../access/duty-check.ts';
import type { AnyAggregate } from './aggregate.ts';
import { refuseOutsized } from './outsized.ts';
import { currentTraceparent } from '../observing/tracing.ts';

/** At most so many commands in one batch. */
export const COMMANDS_A_BATCH = 500;

/** So many streams of a batch are worked on side by side; the pool has as many connections. */
const STREAMS_AT_ONCE = 8;

const identifier = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, inputWords.notAnIdentifier.en)
  .refine((text) => !hasPersonalNumber(text), inputWords.personalNumber.en);

/** A command as the door takes it, before its payload is looked at. */
export const commandRequest = z.strictObject({
  name: z.string().max(64),
  commandId: identifier.optional(),
  expectedRevision: z.int().min(-1).optional(),
  correlationId: identifier.optional(),
  causationId: identifier.optional(),
  /** The W3C trace context of what the command answers; that of the request unless given. */
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional(),
  source: z
    .strictObject({
      file: z.string().min(1).max(255),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      rows: z.array(z.int().min(1)).max(5000),
    })
    .optional(),
  /** 代为录入: who signed the paper, and its number; whoever sends it has typed it. */
  onBehalf: z.strictObject({ personId, documentNo: basis.shape.documentNo }).optional(),
  data: z.unknown(),
});

/** An outcome with the id under which the command can be repeated. */
export type DoorOutcome = CommandOutcome & { readonly commandId: string };

/** How a batch is worked on, and answered. */
export interface Handling extends Answering {
  readonly streamsAtOnce?: number;
  /** Asked before each command is decided; absent: its sender acts as whom he says. */
  readonly permit?: Permit;
}

/** Whether a command may be decided: as whom its sender acts then. @throws Refusal */
export type Permit = (asked: CommandEnvelope & { readonly onBehalf?: Paper | undefined }) => Promise<Actor>;

/**
 * The aggregates of a service behind one door: parse, group by stream, decide, answer. Requests, reactions and timetables of a
 * process all come through it, so that the commands of one stream are taken in turn and never refuse each other.
 */
export class CommandDoor {
  private readonly service: ServiceName;
  private readonly handler: CommandHandler;
  private readonly aggregates: Readonly<Record<string, AnyAggregate>>;

  constructor(service: ServiceName, store: CommandStore, aggregates: Readonly<Record<string, AnyAggregate>>) {
    this.service = service;
    this.handler = new CommandHandler(store);
    this.aggregates = aggregates;
  }

  /** One outcome a request, in their order. Order is kept within a stream; streams run side by side. */
  async handle(
    requests: readonly unknown[],
    actor: Actor,
    { streamsAtOnce = STREAMS_AT_ONCE, permit, ...answering }: Handling = {},
  ): Promise<readonly DoorOutcome[]> {
    const outcomes: DoorOutcome[] = [];
    const byStream = new Map<string, Entry[]>();
    requests.forEach((request, index) => {
      const commandId = commandIdOf(request);
      try {
        const { envelope, onBehalf } = this.parse(request, { commandId, actor });
        const stream = envelope.contract.streamOf(envelope.data);
        const entries = byStream.get(stream);
        if (entries) entries.push({ index, envelope, onBehalf });
        else byStream.set(stream, [{ index, envelope, onBehalf }]);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        outcomes[index] = { commandId, refusal: error };
      }
    });
    const decide = async (entries: readonly Entry[]): Promise<void> => {
      const envelopes = entries.map(({ envelope }) => envelope);
      const decided = await this.handler.handle(this.aggregateOf(envelopes), envelopes, answering);
      entries.forEach(({ index, envelope: { commandId } }, at) => {
        const outcome = decided[at];
        if (outcome) outcomes[index] = { commandId, ...outcome };
      });
    };
    const decideIfPermitted = async (entries: readonly Entry[], asks: Permit): Promise<void> => {
      // Whether one is permitted may rest on what the one before it recorded.
      for (const { index, envelope, onBehalf } of entries) {
        const actor = await refusedOr(asks({ ...envelope, onBehalf }));
        if (actor instanceof Refusal) outcomes[index] = { commandId: envelope.commandId, refusal: actor };
        else await decide([{ index, onBehalf, envelope: { ...envelope, actor } }]);
      }
    };
    await sideBySide([...byStream.values()], streamsAtOnce, (entries) =>
      permit ? decideIfPermitted(entries, permit) : decide(entries),
    );
    return outcomes;
  }

  private aggregateOf([first]: readonly CommandEnvelope[]): Aggregate<Decision> {
    const aggregate = this.aggregates[first?.contract.aggregate ?? ''];
    if (!aggregate) throw new Error(`${this.service} has no aggregate ${first?.contract.aggregate}`);
    return aggregate as Aggregate<Decision>;
  }

  private parse(request: unknown, { commandId, actor }: Sent): Pick<Entry, 'envelope' | 'onBehalf'> {
    refuseOutsized(request);
    const { name, data, onBehalf, ...rest } = parsed(commandRequest, request, '');
    const contract = this.contractOf(name);
    if (onBehalf && neverEntered.includes(contract.right)) throw refusal('NOT_ON_BEHALF');
    const envelope = {
      commandId,
      actor: onBehalf
        ? { ...actor, personId: onBehalf.personId, enteredBy: { ...onBehalf, personId: actor.personId } }
        : actor,
      contract,
      data: parsed(contract.schema, data, ''),
      correlationId: rest.correlationId ?? commandId,
      causationId: rest.causationId,
      source: rest.source,
      traceparent: rest.traceparent ?? currentTraceparent(),
      expectedRevision: rest.expectedRevision,
    };
    return { envelope, onBehalf };
  }

  private contractOf(name: string): CommandContract {
    const contract = commandContract(name);
    if (!contract || contract.service !== this.service)
      throw refusal('COMMAND_UNKNOWN', { field: 'name', name: name.slice(0, 64) });
    return contract;
  }
}

interface Entry {
  readonly index: number;
  readonly envelope: CommandEnvelope;
  readonly onBehalf: Paper | undefined;
}

interface Sent {
  readonly commandId: string;
  readonly actor: Actor;
}

const neverEntered: readonly Right[] = rightsNeverEntered;

const refusedOr = <Value>(asked: Promise<Value>): Promise<Value | Refusal> =>
  asked.catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });

/** So many places are named, and so much of each: a refusal does not grow with what was sent. */
const PLACES_NAMED = 20;
const LONGEST_PLACE = 200;

/** Lets a value through a schema. @throws Refusal INPUT_INVALID naming the fields that are wrong, the first 20 of them */
export function parsed<Output>(schema: z.ZodType<Output>, value: unknown, prefix: string): Output {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw refusal('INPUT_INVALID', { errors: [...placesIn(result.error.issues, prefix)] });
}

function placesIn(issues: readonly z.core.$ZodIssue[], prefix: string): readonly Place[] {
  const places = issues.slice(0, PLACES_NAMED).flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? unknownFields(issue) : [issue.path];
    return paths.map((keys) => ({
      field: [prefix, ...keys]
        .filter((key) => key !== '')
        .join('.')
        .slice(0, LONGEST_PLACE),
      problem: issueWords(issue),
    }));
  });
  return places.slice(0, PLACES_NAMED);
}

type Place = { readonly field: string; readonly problem: Wording };

const unknownFields = ({ keys, path }: z.core.$ZodIssueUnrecognizedKeys): readonly (readonly PropertyKey[])[] =>
  keys.slice(0, PLACES_NAMED).map((key) => [...path, key]);

/** The id the sender gave, or a new one: so that every outcome, a refusal too, can be repeated under it. */
function commandIdOf(request: unknown): string {
  const given = identifier.safeParse((request as { commandId?: unknown } | null)?.commandId);
  return given.success ? given.data : randomUUID();
}

async function sideBySide<Item>(
  items: readonly Item[],
  workers: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: Math.min(workers, items.length) }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
