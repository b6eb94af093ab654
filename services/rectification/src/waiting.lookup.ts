import type { EditionContent, Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { addDays, type Day } from '@zhibu/kernel';
import { placesAsked } from '@zhibu/register';
import { editionsInForce } from './losses.lookup.ts';
import { type Finding, type Inspected, inItsWords, inspectedIn, itemIn, ofInspected } from './recorded.rules.ts';

/** So many days a finding waits for its edition and its organization; then it is named by its own words. */
const WAITS_DAYS = 2;

const AT_ONCE = 500;

/** Of no organization any more, or of one whose problems are rectified elsewhere: a finding that is never named. */
const OF_NOBODY = `(
  EXISTS (SELECT FROM lookup_dissolution d WHERE d.organization_id = w.organization_id AND d.dissolved_on <= w.visited_on)
  OR EXISTS (SELECT FROM register_fact f WHERE f.organization_id = w.organization_id AND f.kind IN ('province', 'city')))`;

const waiting: Table = {
  name: 'lookup_waiting_finding',
  columns: {
    problem_id: 'uuid',
    inspection_id: 'text',
    organization_id: 'text',
    visited_on: 'date',
    finding: 'jsonb',
    event_id: 'uuid',
    correlation_id: 'text',
  },
};

/** Keeps what inspections found until it is named, for the edition that holds the item may arrive later. */
export const keepWaiting = (sql: Sql, concluded: readonly Recorded<'InspectionConcluded'>[]): Promise<void> =>
  insertInto(
    sql,
    waiting,
    concluded
      .flatMap(inspectedIn)
      .map((one) => ({
        problem_id: one.problemId,
        inspection_id: one.inspectionId,
        organization_id: one.organizationId,
        visited_on: one.visitedOn,
        finding: one.found,
        event_id: one.cause.id,
        correlation_id: one.cause.correlationId,
      })),
  );

/** What has become a problem, or has confirmed one again, waits no longer. @param problemIds of the findings' own sources */
export async function forgetNamed(sql: Sql, problemIds: readonly string[]): Promise<void> {
  await sql.query('DELETE FROM lookup_waiting_finding WHERE problem_id = ANY($1)', [problemIds]);
}

interface Waiting extends Omit<Inspected, 'cause'> {
  readonly arrivedOn: Day;
  readonly eventId: string;
  readonly correlationId: string;
}

/** A finding that waits, and since when. */
export interface WaitingFinding extends Inspected {
  readonly arrivedOn: Day;
}

/** What is never named waits no longer than what is: else it would be looked at for ever. */
export async function forgetUnnamed(database: Pool, today: Day): Promise<void> {
  await database.query(`DELETE FROM lookup_waiting_finding w WHERE arrived_on <= $1::date AND ${OF_NOBODY}`, [
    addDays(today, -WAITS_DAYS),
  ]);
}

/** What waits to be named, those first that came first, so many at once; what is of nobody is not. */
export async function waitingFindings(database: Pool, limit = AT_ONCE): Promise<readonly WaitingFinding[]> {
  const { rows } = await database.query<Waiting>({
    name: 'waiting-findings',
    text: `SELECT problem_id AS "problemId", inspection_id AS "inspectionId", organization_id AS "organizationId",
        visited_on AS "visitedOn", finding AS found, arrived_on AS "arrivedOn", event_id AS "eventId", correlation_id AS "correlationId"
      FROM lookup_waiting_finding w
      WHERE NOT EXISTS (SELECT FROM lookup_problem p WHERE p.problem_id = w.problem_id)
        AND NOT EXISTS (SELECT FROM lookup_confirmation c WHERE c.source_id = w.problem_id)
        AND NOT ${OF_NOBODY}
      ORDER BY arrived_on, problem_id LIMIT $1`,
    values: [limit],
  });
  return rows.map(({ eventId: id, correlationId, ...one }) => ({ ...one, cause: { id, correlationId } }));
}

/** A finding as it is told, by the conclusion that says so. */
export interface InspectedFinding {
  readonly finding: Finding;
  readonly cause: Inspected['cause'];
}

/**
 * What of these findings can be named: by the edition in force on the day of the visit for an organization that is known.
 * What no edition known holds waits, unless it is asked for at last.
 */
export async function namedInspected(
  database: Pool,
  inspected: readonly Inspected[],
  isLast: (one: Inspected) => boolean = () => false,
): Promise<readonly InspectedFinding[]> {
  const places = await placesAsked(
    database,
    inspected.map(({ organizationId: id, visitedOn: day }) => ({ id, day })),
  );
  const inForce = new Map<string, Promise<readonly EditionContent[]>>();
  const editionsFor = (sector: string | null, day: Day): Promise<readonly EditionContent[]> => {
    const key = JSON.stringify([sector, day]);
    const asked = inForce.get(key) ?? editionsInForce(database, sector, day);
    inForce.set(key, asked);
    return asked;
  };
  const named = await Promise.all(
    inspected.map(async (one, index): Promise<readonly InspectedFinding[]> => {
      const place = places[index];
      const item = place ? itemIn(one.found, await editionsFor(place.sector, one.visitedOn)) : null;
      const what = item ?? (isLast(one) ? inItsWords(one.found) : null);
      return what === null ? [] : [{ finding: ofInspected(one, what), cause: one.cause }];
    }),
  );
  return named.flat();
}

/** What of all that waits can be named by now, or has waited long enough. */
export async function waitedFor(database: Pool, today: Day): Promise<readonly InspectedFinding[]> {
  const all = await waitingFindings(database);
  const over = new Set(all.filter(({ arrivedOn }) => addDays(arrivedOn, WAITS_DAYS) <= today).map(idOf));
  return namedInspected(database, all, (one) => over.has(one.problemId));
}

const idOf = ({ problemId }: Inspected): string => problemId;
