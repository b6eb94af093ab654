import { type ServiceName, services } from '@zhibu/contracts';
import { type Facts, insertAll, type Sql, together } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import { renewVersions } from './knowledge/view-versions.ts';
import { feedKeptBuilds, keptBuilds } from './rebuild/kept-build.ts';
import { views } from './views/index.ts';
import type { Series } from './tally/series.ts';
import { settleTallies, sharesOf } from './tally/tally.projection.ts';
import { isEmpty, type Subjects, type View } from './views/view.ts';

/** The name of the gateway's checkpoints. */
export const PROJECTOR_GROUP = 'gateway';

/** One consumer for each service's feed, all filling the same read model. */
export function projector(): readonly FeedConsumer[] {
  return services.map((service) => consumerOf(service));
}

const TAKEN = new Set(views.flatMap((view) => [...view.takes]));

function consumerOf(service: ServiceName): FeedConsumer {
  return { group: PROJECTOR_GROUP, service, takes: TAKEN, apply: applyToReadModel };
}

/**
 * Takes a batch of one service's events into the read model, and into the build before it where one is kept. What
 * comes twice changes nothing; what comes late, from another stream, changes what it would have changed before.
 */
export async function applyToReadModel(transaction: Sql, events: readonly RecordedEvent[]): Promise<void> {
  // What is kept changes only while the read model is held, which the lock shuts out.
  const [, kept] = await together(transaction, () =>
    Promise.all([
      transaction.query(`${BY_KEY}; SELECT pg_advisory_xact_lock_shared(${TAKING})`),
      keptBuilds(transaction),
    ]),
  );
  const taking = takingOf(views, events);
  await insertFacts(transaction, taking, events.length);
  const touched = await touchedUnderLock(transaction, taking);
  await deriveAnew(transaction, views, touched);
  await feedKeptBuilds(transaction, kept, async (unit) => {
    await lockDerived(transaction);
    await project(
      transaction,
      views.filter((view) => view.unit === unit),
      events,
    );
  });
  await renewVersions(transaction, movedBy(events, touched));
}

/** The views whose rows a batch may have changed: those that take one of its events, and those derived from what it touched. */
function movedBy(events: readonly RecordedEvent[], touched: Subjects): readonly View[] {
  const derived = [...touched].flatMap(([view, subjects]) => (subjects.size > 0 ? [view] : []));
  return views.filter(
    ({ name, takes, keepsTallies }) =>
      derived.includes(name) ||
      (keepsTallies === true && derived.length > 0) ||
      events.some(({ type }) => takes.has(type)),
  );
}

// Plans are made once a session; what a table held when it was small must not lead them to read it whole.
const BY_KEY = 'SET LOCAL enable_seqscan = off';
const TAKING = "hashtext('zhibu read model')";
const DERIVING = "hashtext('zhibu derived rows')";

/**
 * Whose derived rows are to be derived anew, asked under the lock: what another feed brings of the same branch, and has
 * not committed, would be passed over by both sides.
 */
async function touchedUnderLock(transaction: Sql, taking: readonly Taking[]): Promise<Subjects> {
  if (taking.every(({ view }) => !view.touches)) return new Map();
  await lockDerived(transaction);
  return touchedBy(transaction, taking);
}

/**
 * Facts of several feeds are taken beside each other; but places come from one feed, ratings from another, and the tally
 * from both: neither may be derived beside the other. Held until the transaction ends.
 */
async function lockDerived(transaction: Sql): Promise<void> {
  await transaction.query(`SELECT pg_advisory_xact_lock(${DERIVING})`);
}

/** Holds off all projecting until the connection lets go of it: what is live stands still at its checkpoints. */
export async function holdReadModel(connection: Sql): Promise<void> {
  await connection.query(`SELECT pg_advisory_lock(${TAKING})`);
}

/** Lets projecting go on. */
export async function releaseReadModel(connection: Sql): Promise<void> {
  await connection.query(`SELECT pg_advisory_unlock(${TAKING})`);
}

/** Facts first, then all that is derived from them. */
export async function project(sql: Sql, into: readonly View[], events: readonly RecordedEvent[]): Promise<void> {
  await deriveAnew(sql, into, await takeFacts(sql, into, events));
}

/** Writes the facts only, and answers whose derived rows wait to be derived. */
export async function takeFacts(sql: Sql, into: readonly View[], events: readonly RecordedEvent[]): Promise<Subjects> {
  const taking = takingOf(into, events);
  await insertFacts(sql, taking, events.length);
  return touchedBy(sql, taking);
}

/** A view with those of a batch's events that it takes. */
interface Taking {
  readonly view: View;
  readonly known: readonly RecordedEvent[];
}

function takingOf(into: readonly View[], events: readonly RecordedEvent[]): readonly Taking[] {
  return into.flatMap((view) => {
    const known = events.filter((event) => view.takes.has(event.type));
    return known.length > 0 ? [{ view, known }] : [];
  });
}

function insertFacts(sql: Sql, taking: readonly Taking[], events: number): Promise<void> {
  return insertAll(sql, () => factsOf(taking), events);
}

async function touchedBy(sql: Sql, taking: readonly Taking[]): Promise<Subjects> {
  const touched = new Map<string, ReadonlySet<string>>();
  for (const { view, known } of taking)
    if (view.touches) touched.set(view.name, new Set(await view.touches(sql, known)));
  return touched;
}

/** One view's facts after the other's, each made when it is asked for. */
function* factsOf(taking: readonly Taking[]): Generator<Facts> {
  for (const { view, known } of taking) yield* view.facts?.(known) ?? [];
}

/** Derives the rows of these subjects anew, by the facts as they stand; tallies change by the difference. */
export async function deriveAnew(sql: Sql, into: readonly View[], subjects: Subjects): Promise<void> {
  if (isEmpty(subjects)) return;
  const series = talliedBy(into);
  const before = await sharesOf(sql, series, subjects);
  for (const view of into) {
    const own = subjects.get(view.name);
    if (own && own.size > 0) await view.derive?.(sql, [...own]);
  }
  await settleTallies(sql, { series, subjects, before });
}

/** The series of views, where the tallies are among their tables. */
export function talliedBy(views: readonly View[]): readonly Series[] {
  return views.some(({ keepsTallies }) => keepsTallies) ? views.flatMap(({ series }) => series ?? []) : [];
}
