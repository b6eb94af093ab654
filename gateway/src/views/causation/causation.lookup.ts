import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { inOrderOf } from '../moment.ts';

/** An event as its owning service recorded it. */
export interface RecordedFactRow {
  readonly eventId: string;
  /** Whose it is; null: what all go by. */
  readonly organizationId: string | null;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly actor: string;
}

type Flat = Omit<RecordedFactRow, 'recordedAt'> & { readonly of: string; readonly recordedAt: Date };

const FACT =
  'fact.event_id AS "eventId", fact.organization_id AS "organizationId", fact.type, fact.stream, fact.revision, fact.position, fact.recorded_at AS "recordedAt", fact.actor';

/** The event that each event answers, in the order of the ids; undefined where it answers none, or none that has arrived. One statement. */
export async function causesOf(
  model: ReadModel,
  eventIds: readonly string[],
): Promise<readonly (RecordedFactRow | undefined)[]> {
  const { rows } = await model.sql.query<Flat>(
    `SELECT c.event_id AS of, ${FACT} FROM recorded_event c JOIN recorded_event fact ON fact.event_id = c.cause_id WHERE c.event_id = ANY($1::uuid[])`,
    [eventIds],
  );
  return inOrderOf(
    eventIds,
    rows.map((row) => [row.of, factOf(row)] as const),
  );
}

export const causeLoader = loaderOf(causesOf);

/** What each event led to, in the order of the ids; of each in the order recorded. One statement. */
export async function consequencesOf(
  model: ReadModel,
  eventIds: readonly string[],
): Promise<readonly (readonly RecordedFactRow[])[]> {
  const { rows } = await model.sql.query<Flat>(
    `SELECT fact.cause_id AS of, ${FACT} FROM recorded_event fact WHERE fact.cause_id = ANY($1::uuid[]) ORDER BY fact.recorded_at, fact.position, fact.stream`,
    [eventIds],
  );
  const byCause = Map.groupBy(rows, (row) => row.of);
  return eventIds.map((id) => (byCause.get(id) ?? []).map(factOf));
}

/** An event; undefined: it has not arrived. One statement. */
export async function recordedFact({ sql }: ReadModel, eventId: string): Promise<RecordedFactRow | undefined> {
  const { rows } = await sql.query<Flat>(
    `SELECT fact.event_id AS of, ${FACT} FROM recorded_event fact WHERE fact.event_id = $1::uuid`,
    [eventId],
  );
  return rows.map(factOf)[0];
}

/** How an event was taken in: where its log has it, and which event it names as its cause. */
export interface TakenIn {
  readonly eventId: string;
  readonly position: string;
  /** null: none, or one in words of whoever sent the command. */
  readonly causeId: string | null;
}

/** How events were taken in, by id; those that have not arrived are left out. One statement. */
export async function takenIn({ sql }: ReadModel, eventIds: readonly string[]): Promise<ReadonlyMap<string, TakenIn>> {
  const { rows } = await sql.query<TakenIn>(
    'SELECT event_id AS "eventId", position::text, cause_id AS "causeId" FROM recorded_event WHERE event_id = ANY($1::uuid[])',
    [eventIds],
  );
  return new Map(rows.map((row) => [row.eventId, row]));
}

export const consequencesLoader = loaderOf(consequencesOf);

const factOf = ({ of: _of, recordedAt, ...fact }: Flat): RecordedFactRow => ({
  ...fact,
  recordedAt: recordedAt.toISOString(),
});
