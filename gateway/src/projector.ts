import { type ServiceName, services } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import { views } from './views/index.ts';
import { isEmpty, merged, type Subjects, type View } from './views/view.ts';

/** The name of the gateway's checkpoints. */
export const PROJECTOR_GROUP = 'gateway';

/** One consumer for each service's feed, all filling the same read model. */
export function projector(): readonly FeedConsumer[] {
  return services.map((service) => consumerOf(service));
}

function consumerOf(service: ServiceName): FeedConsumer {
  return { group: PROJECTOR_GROUP, service, apply: applyToReadModel };
}

/**
 * Takes a batch of one service's events into the read model that the transaction's search path leads to. What comes
 * twice changes nothing; what comes late, from another stream, changes what it would have changed before.
 */
export async function applyToReadModel(transaction: Sql, events: readonly RecordedEvent[]): Promise<void> {
  await lockReadModel(transaction);
  await project(transaction, views, events);
}

/**
 * Holds off all other projecting until the transaction ends: places come from one feed, ratings from another, and the
 * tally from both, so neither may be derived beside the other.
 */
export async function lockReadModel(transaction: Sql): Promise<void> {
  await transaction.query("SELECT pg_advisory_xact_lock(hashtext('zhibu read model'))");
}

/** Facts first, then all that is derived from them. */
export async function project(sql: Sql, into: readonly View[], events: readonly RecordedEvent[]): Promise<void> {
  await deriveAnew(sql, into, await takeFacts(sql, into, events));
}

/** Writes the facts only, and answers whose derived rows wait to be derived. */
export async function takeFacts(sql: Sql, into: readonly View[], events: readonly RecordedEvent[]): Promise<Subjects> {
  const touched: Subjects[] = [];
  for (const view of into) {
    if (view.take) touched.push(await view.take(sql, events));
  }
  return merged(touched);
}

/** Derives the rows of these subjects anew, by the facts as they stand. */
export async function deriveAnew(sql: Sql, into: readonly View[], subjects: Subjects): Promise<void> {
  if (isEmpty(subjects)) return;
  for (const view of into) await view.retract?.(sql, subjects);
  for (const view of into) await view.derive?.(sql, subjects);
}
