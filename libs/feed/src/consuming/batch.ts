import type { FutureVersion } from '@zhibu/contracts';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import type { Checkpoint } from '@zhibu/event-store';
import { recountParked } from '../parking/backlog.ts';
import { lockReaderPosition, type Move, moveCheckpoint, type ReaderPosition } from './checkpoint.ts';
import {
  applyHalves,
  applyInParts,
  applyWhole,
  beginDelivery,
  blocks,
  isUnfit,
  type Item,
  prepare,
  type Prepared,
} from './delivery.ts';
import { type EventFault, type FeedBatch, type FeedConsumer, FeedGap } from '../port.ts';

/** For whom a batch is taken, and from where its reading began. */
export interface Reading {
  readonly database: Pool;
  readonly consumer: FeedConsumer;
  readonly gapless: boolean;
  /** The position that the feed was subscribed from. */
  readonly origin: ReaderPosition;
  /** Aborted once the consumer is to stop. */
  readonly ending: AbortSignal;
}

/** Where the consumer stands after a batch, and what blocks the feed behind it. */
export interface Taken {
  readonly position: bigint;
  /** When the last event so far was recorded, RFC 3339. */
  readonly recordedAt: string | undefined;
  readonly parked: number;
  /** The events that parked their streams. */
  readonly faults: readonly EventFault[];
  readonly blockedBy?: FutureVersion;
}

/** Somebody moved the checkpoint otherwise than by reading on: subscribe again from where it stands now. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** A batch whose events are ready to be applied. */
export interface Ready extends Prepared {
  readonly checkpoint: Checkpoint;
}

/** Makes a batch ready; apart from taking it, so that the next one can be while the database is at work on this one. */
export function readied({ events, checkpoint }: FeedBatch, consumer: FeedConsumer): Ready {
  return { ...prepare(events, consumer), checkpoint };
}

/**
 * Takes a batch: effects, parking and checkpoint in one transaction. What was seen before is passed over.
 * @throws FeedGap where an event is missing, CheckpointMoved, and infrastructure failures; then nothing has changed
 */
export async function takeBatch(reading: Reading, { items, blockedBy, checkpoint }: Ready): Promise<Taken> {
  const work: Work = { reading, items, to: blockedBy ? endOf(items, checkpoint) : checkpoint };
  const taken = items.some(isUnfit)
    ? await dealWith(work, applyInParts)
    : await dealWith(work, applyWhole).catch((error: unknown) => {
        if (blocks(error) || error instanceof FeedGap || error instanceof CheckpointMoved) throw error;
        return dealWith(work, applyHalves);
      });
  return blockedBy ? { ...taken, blockedBy } : taken;
}

interface Work {
  readonly reading: Reading;
  readonly items: readonly Item[];
  /** Undefined: the very first event blocks, and nothing moves. */
  readonly to: Checkpoint | undefined;
}

function endOf(items: readonly Item[], { generation }: Checkpoint): Checkpoint | undefined {
  const last = items.at(-1)?.event;
  return last && { generation, position: last.position, eventId: last.id };
}

async function dealWith(work: Work, apply: typeof applyWhole): Promise<Taken> {
  const { reading, items, to } = work;
  const { taken } = await inTransaction(
    reading.database,
    async (transaction): Promise<{ readonly taken: Taken; readonly move?: Move }> => {
      const readerPosition = await lockReaderPosition(transaction, reading.consumer);
      refuseMoved(readerPosition, reading.origin, to);
      const unseen = unseenOf(items, readerPosition.position, reading.gapless);
      if (!to || to.position <= readerPosition.position) return { taken: { ...readerPosition, faults: [] } };
      const delivered = await deliver({ transaction, reading, parked: readerPosition.parked }, unseen, apply);
      const recordedAt = items.at(-1)?.event.recordedAt ?? readerPosition.recordedAt;
      return { taken: { position: to.position, recordedAt, ...delivered }, move: { to, recordedAt } };
    },
    async (transaction, { move }) => {
      if (move) await moveCheckpoint(transaction, reading.consumer, move);
    },
  );
  return taken;
}

async function deliver(
  { transaction, reading, parked }: { readonly transaction: Sql; readonly reading: Reading; readonly parked: number },
  items: readonly Item[],
  apply: typeof applyWhole,
): Promise<Pick<Taken, 'parked' | 'faults'>> {
  const delivery = await beginDelivery({ transaction, ...reading }, items, parked);
  const before = delivery.parked.size;
  await apply(delivery, items);
  const now = delivery.parked.size > before ? await recountParked(transaction, reading.consumer) : parked;
  return { parked: now, faults: delivery.faults };
}

/** Within a generation another subscriber of the group may have read on; anything else is another history. */
function refuseMoved(readerPosition: ReaderPosition, origin: ReaderPosition, to: Checkpoint | undefined): void {
  const generation = readerPosition.checkpoint?.generation;
  const known = generation === origin.checkpoint?.generation || generation === to?.generation;
  if (readerPosition.epoch !== origin.epoch || !known) throw new CheckpointMoved('the checkpoint was moved');
}

function unseenOf(items: readonly Item[], seen: bigint, gapless: boolean): readonly Item[] {
  const unseen = items.filter((item) => item.event.position > seen);
  let last = seen;
  for (const { event } of unseen) {
    const fits = gapless ? event.position === last + 1n : event.position > last;
    if (!fits) throw new FeedGap(`after position ${last} came ${event.position} (${event.stream}@${event.revision})`);
    last = event.position;
  }
  return unseen;
}
