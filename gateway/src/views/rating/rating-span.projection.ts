import { ratingEventKinds, type RatingEventType } from '@zhibu/contracts';
import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import { type Day, dayOf } from '@zhibu/kernel';
import type { Series } from '../../tally/series.ts';
import {
  IN_FORCE,
  type LifeFact,
  type RatingSpan,
  ratingSpans,
  type SpanDecision,
  type SpanFact,
} from './rating-span.rules.ts';

const ratingSpan: Table = {
  name: 'rating_span',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    track: 'text',
    grade: 'text',
    period: 'text',
    revision: 'integer',
    computed: 'integer',
    confirmed: 'boolean',
    focus: 'boolean',
    below_since: 'date',
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
 * The grades, tallied by scheme and track; a period's own track from the period's last day on: before it what the period
 * came to stands since each branch was opened, a day for every branch.
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

/** The branches in schemes that have decisions in these rounds, or are these. */
export async function subjectsOf(
  sql: Sql,
  roundIds: readonly string[],
  branchIds: readonly string[],
): Promise<readonly string[]> {
  if (roundIds.length + branchIds.length === 0) return [];
  const found = await sql.query<{ branch_id: string; scheme: string }>(
    `SELECT branch_id, scheme FROM decision WHERE round_id = ANY($1)
     UNION SELECT branch_id, scheme FROM decision WHERE branch_id = ANY($2)`,
    [roundIds, branchIds],
  );
  return found.rows.map((row) => ratingSubject(row.branch_id, row.scheme));
}

/** Derives the rating spans of branches in schemes anew, from all that is known of their grades and their lives. */
export async function deriveRatingSpans(sql: Sql, subjects: readonly string[]): Promise<void> {
  const pairs = pairsOf(subjects);
  const facts = await factsOf(sql, pairs);
  await sql.query(
    'DELETE FROM rating_span r USING unnest($1::text[], $2::text[]) AS t (branch, scheme) WHERE r.branch_id = t.branch AND r.scheme = t.scheme',
    [...pairs],
  );
  await insertInto(
    sql,
    ratingSpan,
    [...facts.values()].flatMap(({ branchId, scheme, known, said }) =>
      ratingSpans(known).flatMap((span) =>
        rowOf(span).map((row) => ({ branch_id: branchId, scheme, ...row, ...saidOf(span, said) })),
      ),
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
  readonly type: RatingEventType;
  readonly event_id: string;
  readonly revision: number;
  readonly position: string;
  readonly recorded_at: Date;
  readonly effective_on: Day;
  readonly corrects: string | null;
  readonly round_id: string | null;
  readonly grade: string | null;
  readonly standing: string | null;
  readonly focus: boolean | null;
  readonly closed_at: string | null;
  readonly closing_recorded_at: Date | null;
}
interface LifeRow {
  readonly organization_id: string;
  readonly revision: number;
  readonly effective_on: Day;
  readonly recorded_at: Date;
  readonly value: string | null;
}
interface Facts {
  readonly branchId: string;
  readonly scheme: string;
  readonly known: readonly SpanFact[];
  /** What each decision says of its grade, by its event. */
  readonly said: ReadonlyMap<string, DecisionRow>;
}

async function factsOf(sql: Sql, pairs: readonly [string[], string[]]): Promise<ReadonlyMap<string, Facts>> {
  const decided = await sql.query<DecisionRow>(
    `SELECT d.branch_id, d.scheme, d.period, d.type, d.event_id, d.revision, d.position, d.recorded_at, d.effective_on,
       d.corrects, d.round_id, d.grade, d.standing, d.focus, c.position AS closed_at, c.recorded_at AS closing_recorded_at
     FROM unnest($1::text[], $2::text[]) AS t (branch, scheme) JOIN decision d ON d.branch_id = t.branch AND d.scheme = t.scheme
     LEFT JOIN round_closing c ON c.round_id = d.round_id`,
    [...pairs],
  );
  const lives = await sql.query<LifeRow>(
    `SELECT organization_id, revision, effective_on, recorded_at, value ->> 'said' AS value FROM organization_fact
     WHERE organization_id = ANY($1) AND aspect = 'life'`,
    [[...new Set(pairs[0])]],
  );
  const livesOf = Map.groupBy(lives.rows, (row) => row.organization_id);
  const subjects = Map.groupBy(decided.rows, (row) => ratingSubject(row.branch_id, row.scheme));
  return new Map(
    [...subjects].map(([subject, rows]) => {
      const [{ branch_id: branchId, scheme } = { branch_id: '', scheme: '' }] = rows;
      const known = [...rows.flatMap(decisionOf), ...(livesOf.get(branchId) ?? []).map(lifeFactOf)];
      return [subject, { branchId, scheme, known, said: new Map(rows.map((row) => [row.event_id, row])) }] as const;
    }),
  );
}

/** A decision, and the closing of its round; a closing that several decisions bring along is one. */
function decisionOf(row: DecisionRow): readonly SpanFact[] {
  const { period, revision, grade, corrects } = row;
  const decision: SpanDecision = {
    kind: ratingEventKinds[row.type],
    eventId: row.event_id,
    period,
    revision,
    grade,
    corrects,
    roundId: row.round_id,
    position: BigInt(row.position),
    recordedAt: row.recorded_at.toISOString(),
    effectiveOn: row.effective_on,
  };
  if (row.round_id === null || row.closed_at === null || row.closing_recorded_at === null) return [decision];
  const recordedAt = row.closing_recorded_at.toISOString();
  return [decision, { kind: 'closed', period, roundId: row.round_id, recordedAt, position: BigInt(row.closed_at) }];
}

const lifeFactOf = (row: LifeRow): LifeFact => ({
  kind: 'life',
  revision: row.revision,
  effectiveOn: row.effective_on,
  recordedAt: row.recorded_at.toISOString(),
  value: row.value,
});

function rowOf(span: RatingSpan): readonly Row[] {
  const { decision, computed, confirmed } = span.value;
  if (decision.grade === null) return [];
  return [
    {
      track: span.track,
      grade: decision.grade,
      period: decision.period,
      revision: decision.revision,
      computed: computed.revision,
      confirmed,
      from_day: span.from,
      to_day: span.to,
      known_from: span.knownFrom,
      known_to: span.knownTo,
    },
  ];
}

/** Of a grade from before the platform, which no edition of its round speaks for, nothing. */
function saidOf({ value: { decision, confirmed } }: RatingSpan, said: Facts['said']): Row {
  const row = said.get(decision.eventId);
  return { focus: row?.focus ?? null, below_since: confirmed && row ? belowSince(row) : null };
}

/** The first day on which a grade below leading standing was known, once its round is closed; null: it is none. */
function belowSince({ standing, effective_on, recorded_at, closing_recorded_at }: DecisionRow): Day | null {
  if (standing === null || standing === 'leading' || closing_recorded_at === null) return null;
  const known = dayOf(Math.max(recorded_at.getTime(), closing_recorded_at.getTime()));
  return known > effective_on ? known : effective_on;
}
