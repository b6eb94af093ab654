import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import { dissolutionsKept } from './dissolution.lookup.ts';
import { type Day, dayOf } from '@zhibu/kernel';
import { keepComputed, lossesKept } from './losses.lookup.ts';
import type { LaggingGrade } from './remediation/remediation.state.ts';

const gradings: Table = {
  name: 'lookup_grading',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    round_id: 'text',
    edition_id: 'text',
    standing: 'text',
    revision: 'integer',
  },
  replaces: { key: ['branch_id', 'scheme', 'period'], newer: 'revision' },
};
const closedRounds: Table = {
  name: 'lookup_closed_round',
  columns: { round_id: 'text', closed_on: 'date', position: 'bigint' },
};
const closedLagging: Table = {
  name: 'lookup_closed_lagging',
  columns: { branch_id: 'text', scheme: 'text', period: 'text', round_id: 'text' },
};

/** A day in the future is not what was found today. */
export function dayFound(effectiveOn: Day, { recordedAt }: { readonly recordedAt: string }): Day {
  const recordedOn = dayOf(recordedAt);
  return effectiveOn < recordedOn ? effectiveOn : recordedOn;
}

/** Keeps which grade stands in each grading. */
const keepStandings = (
  sql: Sql,
  decisions: readonly Recorded<'GradingOpened' | 'BranchGraded' | 'GradeDetermined' | 'GradeRevised'>[],
): Promise<void> =>
  insertInto(
    sql,
    gradings,
    decisions.map(({ data, revision }) => ({
      branch_id: data.branchId,
      scheme: data.scheme,
      period: data.period,
      round_id: data.roundId,
      edition_id: data.editionId,
      standing: 'standing' in data ? data.standing : null,
      revision,
    })),
  );

/** Keeps which rounds are closed, and whom their closing named as lagging. */
async function keepClosings(sql: Sql, closings: readonly Recorded<'RoundClosed'>[]): Promise<void> {
  await insertInto(
    sql,
    closedRounds,
    closings.map((closing) => ({
      round_id: closing.data.roundId,
      closed_on: dayFound(closing.data.effectiveOn, closing),
      position: closing.position,
    })),
  );
  await insertInto(
    sql,
    closedLagging,
    closings.flatMap(({ data: { roundId, scheme, period, lagging } }) =>
      lagging.map((branch) => ({ branch_id: branch, scheme, period, round_id: roundId })),
    ),
  );
}

/**
 * The confirmed grades of lagging standing of a branch in a year, by scheme: of the grade that stands, or, where the
 * grading itself has not arrived, as its round named it.
 */
export async function laggingGrades(database: Pool, branchId: string, year: string): Promise<readonly LaggingGrade[]> {
  const { rows } = await database.query<LaggingGrade>({
    name: 'lagging-grades',
    text: `SELECT scheme, round_id AS "roundId" FROM lookup_grading JOIN lookup_closed_round USING (round_id)
      WHERE branch_id = $1 AND period = $2 AND standing = 'lagging'
      UNION
      SELECT l.scheme, l.round_id FROM lookup_closed_lagging l WHERE l.branch_id = $1 AND l.period = $2 AND NOT EXISTS (
        SELECT 1 FROM lookup_grading g WHERE g.branch_id = $1 AND g.period = $2 AND g.scheme = l.scheme AND g.standing IS NOT NULL)
      ORDER BY scheme`,
    values: [branchId, year],
  });
  return rows;
}

/** The branches whose grade in a round is of lagging standing, whether or not its closing named them. */
export async function laggingInRound(database: Pool, roundId: string): Promise<readonly string[]> {
  const { rows } = await database.query<{ branch: string }>(
    `SELECT branch_id AS branch FROM lookup_grading WHERE round_id = $1 AND standing = 'lagging'
     UNION SELECT branch_id FROM lookup_closed_lagging WHERE round_id = $1 ORDER BY branch`,
    [roundId],
  );
  return rows.map(({ branch }) => branch);
}

/** Which of these rounds are closed. */
export async function closedAmong(database: Pool, roundIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT round_id AS id FROM lookup_closed_round WHERE round_id = ANY($1)',
    [roundIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * What reactions keep: grades and what they lost, vetoes, editions, closings, dissolutions. Causes of different streams have no order, so each one is answered
 * by the facts that are known by then, whichever came first.
 */
export const causesKept: Handlers = {
  ...lossesKept,
  GradingOpened: keepStandings,
  BranchGraded: async (sql, decisions) => {
    await keepStandings(sql, decisions);
    await keepComputed(sql, decisions);
  },
  GradeDetermined: keepStandings,
  GradeRevised: async (sql, decisions) => {
    await keepStandings(sql, decisions);
    await keepComputed(sql, decisions);
  },
  RoundClosed: keepClosings,
  ...dissolutionsKept,
};
