import { type ServiceName, services } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import { feedKeptBuilds } from './rebuild/kept-build.ts';
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
 * Takes a batch of one service's events into the read model, and into the build before it where one is kept. What
 * comes twice changes nothing; what comes late, from another stream, changes what it would have changed before.
 */
export async function applyToReadModel(transaction: Sql, events: readonly RecordedEvent[]): Promise<void> {
  await lockReadModel(transaction);
  await project(transaction, views, events);
  await feedKeptBuilds(transaction, (unit) => project(transaction, views.filter((view) => view.unit === unit), events));
}

// Places come from one feed, ratings from another, and the tally from both: neither may be derived beside the other.
const LOCK = "hashtext('zhibu read model')";

/** Holds off all other projecting until the transaction ends. */
export async function lockReadModel(transaction: Sql): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
}

/** Holds off all projecting until the connection lets go of it: what is live stands still at its checkpoints. */
export async function holdReadModel(connection: Sql): Promise<void> {
  await connection.query(`SELECT pg_advisory_lock(${LOCK})`);
}

/** Lets projecting go on. */
export async function releaseReadModel(connection: Sql): Promise<void> {
  await connection.query(`SELECT pg_advisory_unlock(${LOCK})`);
}

/** Facts first, then all that is derived from them. */
export async function project(sql: Sql, into: readonly View[], events: readonly RecordedEvent[]): Promise<void> {
  await deriveAnew(sql, into, await takeFacts(sql, into, events));
}

/** Writes the facts only, and answers whose derived rows wait to be derived. */
export async function takeFacts(sql: Sql, into: readonly View[], events: readonly RecordedEvent[]): Promise<Subjects> {
  const touched: Subjects[] = [];
  for (const view of into) {
    const known = events.filter((event) => view.takes.has(event.type));
    if (view.take && known.length > 0) touched.push(await view.take(sql, known));
  }
  return merged(touched);
}

/** Derives the rows of these subjects anew, by the facts as they stand. */
export async function deriveAnew(sql: Sql, into: readonly View[], subjects: Subjects): Promise<void> {
  if (isEmpty(subjects)) return;
  for (const view of into) await view.retract?.(sql, subjects);
  await deriveFirst(sql, into, subjects);
}

/** Derives the rows of subjects of which there are none yet. */
export async function deriveFirst(sql: Sql, into: readonly View[], subjects: Subjects): Promise<void> {
  for (const view of into) await view.derive?.(sql, subjects);
}
