import { handsIn, type Recorded } from '@zhibu/contracts';
import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import { dayOf } from '@zhibu/kernel';

const gradings: Table = { name: 'lookup_opened_grading', columns: { branch_id: 'text', round_id: 'text' } };
const raters: Table = {
  name: 'lookup_rater',
  columns: { branch_id: 'text', period: 'text', rated_on: 'date', person_id: 'text' },
};

const keepGradings = (sql: Sql, opened: readonly Recorded<'GradingOpened'>[]): Promise<void> =>
  insertInto(
    sql,
    gradings,
    opened.map(({ data }) => ({ branch_id: data.branchId, round_id: data.roundId })),
  );

const keepRaters = (sql: Sql, submitted: readonly Recorded<'RatingSubmitted'>[]): Promise<void> =>
  insertInto(
    sql,
    raters,
    submitted.flatMap(({ data: { branchId, period }, metadata, recordedAt }) =>
      handsIn(metadata).map((person_id) => ({ branch_id: branchId, period, rated_on: dayOf(recordedAt), person_id })),
    ),
  );

/** The handlers that keep who rated which branch, and in whose round it is graded. */
export const gradingHandsKept = { GradingOpened: keepGradings, RatingSubmitted: keepRaters } as const;

/** Who had a hand in confirming the grades of a round, and when. */
export const closingHands = ({ data, metadata }: Recorded<'RoundClosed'>): Row => ({
  period: data.period,
  closed_on: data.effectiveOn,
  hands: handsIn(metadata),
});

/** Who of some people had a hand in grading a branch. */
export interface GradingHands {
  readonly raters: readonly string[];
  readonly confirmers: readonly string[];
}

/**
 * Who of these people rated a branch in a year, whichever rater he was, and who confirmed a grade of it. A year is that of
 * the grades and that in which somebody was at work on them: the grades of a year are given in the first months of the next.
 */
export async function gradingHands(
  sql: Sql,
  branchId: string,
  { year, persons }: { readonly year: string; readonly persons: readonly string[] },
): Promise<GradingHands> {
  const { rows } = await sql.query<{ person: string; confirmed: boolean }>(
    `SELECT DISTINCT person_id AS person, false AS confirmed FROM lookup_rater
     WHERE branch_id = $1 AND person_id = ANY($3) AND (period = $2 OR to_char(rated_on, 'YYYY') = $2)
     UNION SELECT hand, true FROM lookup_opened_grading JOIN lookup_closed_round c USING (round_id)
       CROSS JOIN LATERAL jsonb_array_elements_text(c.hands) hand
     WHERE branch_id = $1 AND hand = ANY($3) AND (c.period = $2 OR to_char(c.closed_on, 'YYYY') = $2) ORDER BY person`,
    [branchId, year, persons],
  );
  const of = (asked: boolean): readonly string[] =>
    rows.flatMap(({ person, confirmed }) => (confirmed === asked ? [person] : []));
  return { raters: of(false), confirmers: of(true) };
}
