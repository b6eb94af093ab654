import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { inOrderOf } from '../moment.ts';

/** An event as its owning service recorded it. */
export interface RecordedFactRow {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
  readonly actor: string;
}

type Flat = Omit<RecordedFactRow, 'recordedAt'> & { readonly of: string; readonly recordedAt: Date };

const FACT =
  'fact.event_id AS "eventId", fact.type, fact.stream, fact.revision, fact.position, fact.recorded_at AS "recordedAt", fact.actor';

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

export const consequencesLoader = loaderOf(consequencesOf);

const factOf = ({ of: _of, recordedAt, ...fact }: Flat): RecordedFactRow => ({
  ...fact,
  recordedAt: recordedAt.toISOString(),
});
