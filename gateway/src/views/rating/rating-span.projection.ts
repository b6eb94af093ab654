import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { Series } from '../../tally/series.ts';
import { IN_FORCE, type RatingSpan, ratingSpans, type SpanDecision } from './rating-span.rules.ts';

const ratingSpan: Table = {
  name: 'rating_span',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    track: 'text',
    grade: 'text',
    period: 'text',
    revision: 'integer',
    from_day: 'date',
    to_day: 'date',
    known_from: 'timestamptz',
    known_to: 'timestamptz',
  },
};

/** A branch in a scheme, as a subject of the view; no code has a space. */
export const ratingSubject = (branchId: string, scheme: string): string => `${branchId} ${scheme}`;

/** The series of the grades of a scheme: those in force (track '') or those of a period. */
export const ratingSeries = (scheme: string, track: string): string =>
  `rating ${scheme}${track === IN_FORCE ? '' : ` ${track}`}`;

/**
 * The grades, tallied by scheme and track; a period's own track from the period's last day on: before it the grades stand
 * since each branch was opened, a day for every branch.
 */
export const ratingsTallied: Series = {
  view: 'rating',
  table: 'rating_span',
  branch: 'branch_id',
  series: "'rating ' || scheme || CASE track WHEN '' THEN '' ELSE ' ' || track END",
  value: 'grade',
  from: "CASE track WHEN '' THEN from_day ELSE greatest(from_day, make_date(track::integer, 12, 31)) END",
  ofSubject: "branch_id = split_part(t.subject, ' ', 1) AND scheme = split_part(t.subject, ' ', 2)",
};

/** Derives the rating spans of branches in schemes anew, from all their decisions. */
export async function deriveRatingSpans(sql: Sql, subjects: readonly string[]): Promise<void> {
  const pairs = pairsOf(subjects);
  const decisions = await decisionsOf(sql, pairs);
  await sql.query(
    'DELETE FROM rating_span r USING unnest($1::text[], $2::text[]) AS t (branch, scheme) WHERE r.branch_id = t.branch AND r.scheme = t.scheme',
    [...pairs],
  );
  await insertInto(
    sql,
    ratingSpan,
    [...decisions.values()].flatMap(({ branchId, scheme, known }) =>
      ratingSpans(known).map((span) => rowOf(branchId, scheme, span)),
    ),
  );
}

function pairsOf(subjects: readonly string[]): readonly [branches: string[], schemes: string[]] {
  const pairs = subjects.map((subject) => subject.split(' '));
  return [pairs.map(([branch = '']) => branch), pairs.map(([, scheme = '']) => scheme)];
}

interface DecisionRow {
  readonly branch_id: string;
  readonly scheme: string;
  readonly period: string;
  readonly revision: number;
  readonly position: string;
  readonly recorded_at: Date;
  readonly effective_on: Day;
  readonly grade: string;
}
interface Decisions {
  readonly branchId: string;
  readonly scheme: string;
  readonly known: SpanDecision[];
}

async function decisionsOf(sql: Sql, pairs: readonly [string[], string[]]): Promise<ReadonlyMap<string, Decisions>> {
  const found = await sql.query<DecisionRow>(
    `SELECT d.branch_id, d.scheme, d.period, d.revision, d.position, d.recorded_at, d.effective_on, d.grade
     FROM unnest($1::text[], $2::text[]) AS t (branch, scheme) JOIN decision d ON d.branch_id = t.branch AND d.scheme = t.scheme`,
    [...pairs],
  );
  const decisions = new Map<string, Decisions>();
  for (const row of found.rows) {
    const key = `${row.branch_id} ${row.scheme}`;
    const of = decisions.get(key) ?? { branchId: row.branch_id, scheme: row.scheme, known: [] };
    decisions.set(key, of);
    of.known.push(decisionOf(row));
  }
  return decisions;
}

function decisionOf(row: DecisionRow): SpanDecision {
  const { period, revision, grade } = row;
  return {
    period,
    revision,
    grade,
    position: BigInt(row.position),
    recordedAt: row.recorded_at.toISOString(),
    effectiveOn: row.effective_on,
  };
}

function rowOf(branchId: string, scheme: string, span: RatingSpan): Row {
  return {
    branch_id: branchId,
    scheme,
    track: span.track,
    grade: span.value.grade,
    period: span.value.period,
    revision: span.value.revision,
    from_day: span.from,
    to_day: span.to,
    known_from: span.knownFrom,
    known_to: span.knownTo,
  };
}
