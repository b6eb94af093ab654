import { eventContract, FutureVersion, refuseFuture, upcast } from '@zhibu/contracts';
import { isInfrastructureFailure, type Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { addToBacklog, parkedAmong, parkStream } from '../parking/backlog.ts';
import type { EventFault, FeedConsumer } from '../port.ts';

/**
 * An event as it came, and as the consumer sees it: upcasted, or the fault that no version of its contract mends;
 * undefined where the consumer takes nothing of its type, whether or not this program knows it.
 */
export interface Item {
  readonly event: RecordedEvent;
  readonly current: RecordedEvent | Error | undefined;
}

/** Events ready to be applied, and what blocks the feed behind them. */
export interface Prepared {
  readonly items: readonly Item[];
  readonly blockedBy?: FutureVersion;
}

/** Upcasts what a consumer takes of events, in order, up to the first that this program is too old for. */
export function prepare(events: readonly RecordedEvent[], { takes }: Pick<FeedConsumer, 'takes'>): Prepared {
  const items: Item[] = [];
  for (const event of events) {
    const current = currentOf(event, takes);
    if (current instanceof FutureVersion) return { items, blockedBy: current };
    items.push({ event, current });
  }
  return { items };
}

function currentOf(event: RecordedEvent, takes: FeedConsumer['takes']): Item['current'] {
  try {
    if (!takes || takes.has(event.type)) return upcast(event);
    // A type that is not known here yet is nothing that it takes; a version that is not, tells of an order of deployment.
    return eventContract(event.type) ? void refuseFuture(event) : undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A table, a column or a function that is not there: the schema is not this program's, and no event is at fault. */
const OF_ANOTHER_SCHEMA = new Set<unknown>(['42P01', '42703', '42883']);

/** Whether an error says "not now" or "not with this program", and so must block rather than park. */
export function blocks(error: unknown): boolean {
  return error instanceof FutureVersion || isInfrastructureFailure(error) || isOfAnotherSchema(error);
}

function isOfAnotherSchema(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && OF_ANOTHER_SCHEMA.has(error.code)) || isOfAnotherSchema(error.cause);
}

/** Applies all at once, those of parked streams going to the backlog. Any fault is thrown; the transaction is then of no use. */
export async function applyWhole(delivery: Delivery, items: readonly Item[]): Promise<void> {
  await applied(delivery, await divert(delivery, items));
}

/**
 * Applies what can be applied: a part that fails is rolled back to its savepoint and halved until the culprit stands
 * alone; its stream is parked, and its later events follow it into the backlog. About 2·log2(n) attempts a culprit. One
 * that fits no contract is known without any: only what stands before and behind it is tried.
 */
export async function applyInParts(delivery: Delivery, items: readonly Item[]): Promise<void> {
  const going = await divert(delivery, items);
  const [first] = going;
  if (!first) return;
  const unfit = going.findIndex(isUnfit);
  if (unfit !== -1 && going.length > 1)
    return applyEach(delivery, [going.slice(0, unfit), going.slice(unfit, unfit + 1), going.slice(unfit + 1)]);
  const error = await attempt(delivery, going);
  if (!error) return;
  return going.length === 1 ? parkAt(delivery, first.event, error) : applyHalves(delivery, going);
}

/** {@link applyInParts} of what has just failed as a whole: that is not tried once more, except where it is one event. */
export function applyHalves(delivery: Delivery, items: readonly Item[]): Promise<void> {
  const middle = Math.ceil(items.length / 2);
  return applyEach(delivery, [items.slice(0, middle), items.slice(middle)]);
}

async function applyEach(delivery: Delivery, parts: readonly (readonly Item[])[]): Promise<void> {
  for (const part of parts) await applyInParts(delivery, part);
}

/** Whether no consumer of its type can take an event. */
export const isUnfit = ({ current }: Item): boolean => current instanceof Error;

/** One consumer's dealing with events, in one transaction that holds the consumer's lock. */
export interface Delivery {
  readonly transaction: Sql;
  readonly consumer: FeedConsumer;
  /** Aborted once the consumer is to stop. */
  readonly ending?: AbortSignal | undefined;
  /** Streams parked so far, as far as they matter to these events. */
  readonly parked: Set<string>;
  /** What stopped the streams that were parked in this delivery. */
  readonly faults: EventFault[];
}

/** Begins a delivery; looks for parked streams only where there are any. */
export async function beginDelivery(
  { transaction, consumer, ending }: Pick<Delivery, 'transaction' | 'consumer' | 'ending'>,
  items: readonly Item[],
  parkedAtAll: number,
): Promise<Delivery> {
  const parked =
    parkedAtAll === 0
      ? new Set<string>()
      : await parkedAmong(
          transaction,
          consumer,
          items.map((item) => item.event.stream),
        );
  return { transaction, consumer, ending, parked, faults: [] };
}

async function divert(delivery: Delivery, items: readonly Item[]): Promise<readonly Item[]> {
  if (delivery.parked.size === 0) return items;
  const waiting = items.filter((item) => delivery.parked.has(item.event.stream));
  await addToBacklog(
    delivery.transaction,
    delivery.consumer,
    waiting.map((item) => item.event),
  );
  return items.filter((item) => !delivery.parked.has(item.event.stream));
}

async function parkAt(delivery: Delivery, event: RecordedEvent, error: Error): Promise<void> {
  await parkStream(delivery.transaction, delivery.consumer, { event, error });
  await addToBacklog(delivery.transaction, delivery.consumer, [event]);
  delivery.parked.add(event.stream);
  delivery.faults.push({ event, error });
}

async function attempt(delivery: Delivery, items: readonly Item[]): Promise<Error | undefined> {
  const { transaction } = delivery;
  await transaction.query('SAVEPOINT part');
  try {
    await applied(delivery, items);
    // A deferred constraint must speak up here, where its culprit can still be found, not at COMMIT.
    await transaction.query('SET CONSTRAINTS ALL IMMEDIATE');
    await transaction.query('RELEASE SAVEPOINT part');
    return undefined;
  } catch (error) {
    if (blocks(error)) throw error;
    await transaction.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part');
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function applied({ transaction, consumer, ending }: Delivery, items: readonly Item[]): Promise<void> {
  const events: RecordedEvent[] = [];
  for (const { current } of items) {
    if (current instanceof Error) throw current;
    if (current) events.push(current);
  }
  if (events.length > 0) await consumer.apply(transaction, events, ending);
}
