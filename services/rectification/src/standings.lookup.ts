import { type RatingEvent, ratingEventKinds, type RatingFact, ratingIntervals, type Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';

const decisions: Table = {
  name: 'lookup_decision',
  columns: {
    event_id: 'uuid',
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    round_id: 'text',
    position: 'bigint',
    kind: 'text',
    effective_on: 'date',
    corrects: 'uuid',
    standing: 'text',
  },
};

/** An event of a grading that decides which grade stands. */
export type GradeDecision = Recorded<
  'BranchGraded' | 'GradeDetermined' | 'GradeRevised' | 'DeterminationWithdrawn' | 'GradeReassessed'
>;

/** Keeps the decisions on grades; which of them holds follows from all of them. */
export const keepDecisions = (sql: Sql, decided: readonly GradeDecision[]): Promise<void> =>
  insertInto(
    sql,
    decisions,
    decided.map(({ id, type, data, position }) => ({
      event_id: id,
      branch_id: data.branchId,
      scheme: data.scheme,
      period: data.period,
      round_id: data.roundId,
      position,
      kind: ratingEventKinds[type],
      effective_on: data.effectiveOn,
      corrects: 'corrects' in data ? data.corrects : undefined,
      standing: 'standing' in data ? data.standing : undefined,
    })),
  );

/** The grade of a branch in a scheme and a period that is in force, as all decisions known say. */
export interface GradeStanding {
  readonly branchId: string;
  readonly scheme: string;
  readonly period: string;
  readonly roundId: string;
  readonly isLagging: boolean;
  readonly isConfirmed: boolean;
  /** The decision recorded last, in force or not: what was decided before it has been answered, or is by it. */
  readonly lastEventId: string;
}

/** Whose grades are asked for: of branches, in a year or in any, or of a round. */
export interface StandingsAsked {
  readonly branches?: readonly string[];
  readonly year?: string;
  readonly roundId?: string;
}

/** The grades in force, by branch and scheme. */
export async function standingsNow(database: Pool, asked: StandingsAsked): Promise<readonly GradeStanding[]> {
  const { rows } = await database.query<DecisionRow>({
    name: 'decisions-known',
    text: `SELECT event_id AS "eventId", branch_id AS "branchId", scheme, period, round_id AS "roundId", d.position, kind,
        effective_on AS "effectiveOn", corrects, standing, r.position AS "closedAt"
      FROM lookup_decision d LEFT JOIN lookup_closed_round r USING (round_id)
      WHERE (branch_id = ANY($1) AND ($2::text IS NULL OR period = $2)) OR round_id = $3
      ORDER BY branch_id, scheme, period, d.position`,
    values: [asked.branches ?? [], asked.year ?? null, asked.roundId ?? null],
  });
  const gradings = Map.groupBy(rows, ({ branchId, scheme, period }) => `${branchId}:${scheme}:${period}`);
  return [...gradings.values()].flatMap(standingOf);
}

interface DecisionRow extends Omit<Decided, 'position' | 'recordedAt' | 'roundId'> {
  readonly roundId: string;
  readonly position: string;
  readonly closedAt: string | null;
}

interface Decided extends RatingEvent {
  readonly branchId: string;
  readonly scheme: string;
  readonly standing: string | null;
}

function standingOf(rows: readonly DecisionRow[]): readonly GradeStanding[] {
  const [first] = rows;
  if (!first) return [];
  const { branchId, scheme, period, roundId, closedAt } = first;
  const facts: RatingFact<Decided>[] = rows.map((row) => ({
    ...row,
    position: BigInt(row.position),
    recordedAt: WHENEVER,
  }));
  if (closedAt !== null)
    facts.push({ kind: 'closed', period, roundId, position: BigInt(closedAt), recordedAt: WHENEVER });
  const held = ratingIntervals(facts).at(-1);
  if (!held) return [];
  const isLagging = held.decision.standing === 'lagging';
  const lastEventId = rows.at(-1)?.eventId ?? first.eventId;
  return [{ branchId, scheme, period, roundId, isLagging, isConfirmed: held.confirmed, lastEventId }];
}

// All that is known counts, whenever it was recorded.
const WHENEVER = '';
