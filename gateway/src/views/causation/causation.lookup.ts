import type { Actor } from '@zhibu/kernel';
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

type Flat = Omit<RecordedFactRow, 'recordedAt' | 'actor'> & {
  readonly of: string;
  readonly recordedAt: Date;
  readonly actor: Actor;
};

const FACT = (alias: string): string =>
  `${alias}.event_id AS "eventId", ${alias}.type, ${alias}.stream, ${alias}.revision, ${alias}.position, ${alias}.recorded_at AS "recordedAt", ${alias}.actor`;

/** The event that each event answers, in the order of the ids; undefined where it answers none, or none that has arrived. One statement. */
export async function causesOf(
  model: ReadModel,
  eventIds: readonly string[],
): Promise<readonly (RecordedFactRow | undefined)[]> {
  const { rows } = await model.sql.query<Flat>(
    `SELECT c.event_id AS of, ${FACT('e')} FROM consequence c JOIN cause e ON e.event_id = c.cause_id WHERE c.event_id = ANY($1::uuid[])`,
    [eventIds],
  );
  return inOrderOf(
    eventIds,
    rows.map((row) => [row.of, factOf(row)] as const),
  );
}

export const causeLoader = loaderOf(causesOf);

/** What reactions made of each event, in the order of the ids. One statement. */
export async function consequencesOf(
  model: ReadModel,
  eventIds: readonly string[],
): Promise<readonly (readonly RecordedFactRow[])[]> {
  const { rows } = await model.sql.query<Flat>(
    `SELECT c.cause_id AS of, ${FACT('c')} FROM consequence c WHERE c.cause_id = ANY($1::uuid[]) ORDER BY c.position`,
    [eventIds],
  );
  const byCause = Map.groupBy(rows, (row) => row.of);
  return eventIds.map((id) => (byCause.get(id) ?? []).map(factOf));
}

export const consequencesLoader = loaderOf(consequencesOf);

const factOf = ({ of: _of, recordedAt, actor, ...fact }: Flat): RecordedFactRow => ({
  ...fact,
  recordedAt: recordedAt.toISOString(),
  actor: actor.personId,
});
