import { randomUUID } from 'node:crypto';
import {
  type CommandContract,
  commandContract,
  inputWords,
  issueWords,
  refusal,
  type ServiceName,
} from '@zhibu/contracts';
import {
  type Aggregate,
  type Answering,
  type CommandEnvelope,
  CommandHandler,
  type CommandOutcome,
  type CommandStore,
} from '@zhibu/event-store';
import { type Actor, type Decision, Refusal } from '@zhibu/kernel';
import { z } from 'zod';
import type { AnyAggregate } from './aggregate.ts';
import { currentTraceparent } from '../observing/tracing.ts';

/** At most so many commands in one batch. */
export const COMMANDS_A_BATCH = 500;

/** So many streams of a batch are worked on side by side; the pool has as many connections. */
const STREAMS_AT_ONCE = 8;

const identifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, inputWords.notAnIdentifier.en);

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
  data: z.unknown(),
});

/** An outcome with the id under which the command can be repeated. */
export type DoorOutcome = CommandOutcome & { readonly commandId: string };

/** How a batch is worked on, and answered. */
export interface Handling extends Answering {
  readonly streamsAtOnce?: number;
}

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
    { streamsAtOnce = STREAMS_AT_ONCE, ...answering }: Handling = {},
  ): Promise<readonly DoorOutcome[]> {
    const outcomes: DoorOutcome[] = [];
    const byStream = new Map<string, { index: number; envelope: CommandEnvelope }[]>();
    requests.forEach((request, index) => {
      const commandId = commandIdOf(request);
      try {
        const envelope = this.parse(request, { commandId, actor });
        const stream = envelope.contract.streamOf(envelope.data);
        const entries = byStream.get(stream);
        if (entries) entries.push({ index, envelope });
        else byStream.set(stream, [{ index, envelope }]);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        outcomes[index] = { commandId, refusal: error };
      }
    });
    await sideBySide([...byStream.values()], streamsAtOnce, async (entries) => {
      const envelopes = entries.map((entry) => entry.envelope);
      const decided = await this.handler.handle(this.aggregateOf(envelopes), envelopes, answering);
      entries.forEach((entry, at) => {
        const outcome = decided[at];
        if (outcome) outcomes[entry.index] = { commandId: entry.envelope.commandId, ...outcome };
      });
    });
    return outcomes;
  }

  private aggregateOf([first]: readonly CommandEnvelope[]): Aggregate<Decision> {
    const aggregate = this.aggregates[first?.contract.aggregate ?? ''];
    if (!aggregate) throw new Error(`${this.service} has no aggregate ${first?.contract.aggregate}`);
    return aggregate as Aggregate<Decision>;
  }

  private parse(request: unknown, by: { readonly commandId: string; readonly actor: Actor }): CommandEnvelope {
    const { name, data, ...rest } = parsed(commandRequest, request, '');
    const contract = this.contractOf(name);
    return {
      ...by,
      contract,
      data: parsed(contract.schema, data, ''),
      correlationId: rest.correlationId ?? by.commandId,
      causationId: rest.causationId,
      source: rest.source,
      traceparent: rest.traceparent ?? currentTraceparent(),
      expectedRevision: rest.expectedRevision,
    };
  }

  private contractOf(name: string): CommandContract {
    const contract = commandContract(name);
    if (!contract || contract.service !== this.service)
      throw refusal('COMMAND_UNKNOWN', { field: 'name', name: name.slice(0, 64) });
    return contract;
  }
}

/** Lets a value through a schema. @throws Refusal INPUT_INVALID naming every field that is wrong */
export function parsed<Output>(schema: z.ZodType<Output>, value: unknown, prefix: string): Output {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => {
    const path = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return path.map((keys) => ({
      field: [prefix, ...keys].filter((key) => key !== '').join('.'),
      problem: issueWords(issue),
    }));
  });
  throw refusal('INPUT_INVALID', { errors: errors.slice(0, 100) });
}

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
