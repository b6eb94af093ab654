import type { ReadModel } from '../read-model.ts';
import { clocks, holds, type Moment } from '../views/moment.ts';
import { WIDE_KINDS } from '../views/organization/place.projection.ts';

/** What is asked of the tallies: of which organizations, and which series. */
export interface TallyAsked {
  readonly organizationIds: readonly string[];
  readonly moment: Moment;
  readonly series: readonly string[];
}

/** How many of a series count as what; without a value: tallied, though nothing is. */
export interface CountRow {
  readonly id: string;
  readonly series: string;
  readonly value: string | null;
  readonly count: string;
}

/** What the tallies do not know of an instant, for they are known by the second: what was learned within its own. */
export interface LearnedMeanwhile {
  readonly name: string;
  /** A query of whom something was learned about, between {@link SECOND} and $2. */
  readonly whom: string;
  /** A query of what is counted of these (`changed`) under the organizations $3, by whether a row of spans is to be counted. */
  readonly counted: (held: (alias: string) => string, sign: 1 | -1) => string;
  /** What these queries have as $6 and after. */
  readonly values: readonly string[];
}

/** The sums of the tallies of those organizations that are tallied, by their kind; of others no row. One statement. */
export async function talliesOf(
  model: ReadModel,
  { moment, organizationIds, series }: TallyAsked,
  meanwhile: LearnedMeanwhile,
): Promise<readonly CountRow[]> {
  const asked = [...clocks(moment), organizationIds, series, [...WIDE_KINDS]];
  const statement =
    moment.knownAt === undefined
      ? { name: 'by-tally', text: BY_TALLY, values: asked }
      : {
          name: `by-known-tally-${meanwhile.name}`,
          text: byKnownTally(meanwhile),
          values: [...asked, ...meanwhile.values],
        };
  return (await model.figures.query<CountRow>(statement)).rows;
}

/** Sums of a tally: of each organization that is tallied ($5: by its kind) each series $4 by its values. */
const tallied = (table: string, parts: readonly string[]): string => `
  SELECT o.id, s.series, t.value, coalesce(sum(t.delta), 0) AS count
  FROM organization o CROSS JOIN unnest($4::text[]) AS s (series) LEFT JOIN LATERAL (
    ${parts.map((part) => `SELECT value, delta FROM ${table} WHERE organization_id = o.id AND series = s.series AND ${part}`).join(' UNION ALL ')}) t ON true
  WHERE o.id = ANY($3) AND o.kind = ANY($5) AND o.known_to = 'infinity' GROUP BY o.id, s.series, t.value`;

const YEAR = "date_trunc('year', $1::date)::date";

const BY_TALLY = `${tallied('tally', [`span = 'year' AND day < ${YEAR}`, `span = 'day' AND day BETWEEN ${YEAR} AND $1::date`])} HAVING $2::timestamptz IS NOT NULL`;

const LEARNED_ON = "date_trunc('day', $2::timestamptz)";
/** When the instant's second began. */
export const SECOND = "date_trunc('second', $2::timestamptz)";
const heldBefore = (alias: string): string =>
  `${alias}.from_day <= $1::date AND ${alias}.to_day > $1::date AND ${alias}.known_from < ${SECOND} AND ${alias}.known_to >= ${SECOND}`;

/** Branches whose place in the tree changed within the instant's second, as a query. */
export const MOVED_MEANWHILE = `SELECT organization_id FROM place WHERE known_from BETWEEN ${SECOND} AND $2::timestamptz
    UNION SELECT organization_id FROM place WHERE known_to BETWEEN ${SECOND} AND $2::timestamptz AND known_to < 'infinity'`;

const KNOWN_TALLY = tallied(
  'known_tally',
  [
    `span = 'day' AND learned < ${LEARNED_ON}`,
    `span = 'second' AND learned >= ${LEARNED_ON} AND learned < ${SECOND}`,
  ].flatMap((learned) => [
    `${learned} AND days = 'year' AND day < ${YEAR}`,
    `${learned} AND days = 'day' AND day BETWEEN ${YEAR} AND $1::date`,
  ]),
);

// As known when the instant's second began; then, of those of whom something was learned in it, what has changed.
const byKnownTally = ({ whom, counted }: LearnedMeanwhile): string => `
  WITH changed AS MATERIALIZED (${whom}) ${KNOWN_TALLY} UNION ALL ${counted(holds, 1)} UNION ALL ${counted(heldBefore, -1)}`;
