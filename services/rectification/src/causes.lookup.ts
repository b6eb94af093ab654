import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import { dissolutionsKept } from '@zhibu/register';
import { type Day, dayOf } from '@zhibu/kernel';
import { conclusionsKept } from './conclusions.lookup.ts';
import { keepComputed, lossesKept } from './losses.lookup.ts';
import { keepDecisions, standingsNow } from './standings.lookup.ts';
import type { LaggingGrade } from './remediation/remediation.state.ts';

const gradings: Table = {
  name: 'lookup_grading',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    round_id: 'text',
    edition_id: 'text',
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

/** Keeps by which edition each grading was opened. */
const keepGradings = (sql: Sql, opened: readonly Recorded<'GradingOpened'>[]): Promise<void> =>
  insertInto(
    sql,
    gradings,
    opened.map(({ data, revision }) => ({
      branch_id: data.branchId,
      scheme: data.scheme,
      period: data.period,
      round_id: data.roundId,
      edition_id: data.editionId,
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
 * The confirmed grades of lagging standing of a branch in a year, by scheme: of the grade in force, or, where the grading
 * itself has not arrived, as its round named it.
 */
export async function laggingGrades(database: Pool, branchId: string, year: string): Promise<readonly LaggingGrade[]> {
  const known = await standingsNow(database, { branches: [branchId], year });
  const { rows: named } = await database.query<LaggingGrade>({
    name: 'named-lagging',
    text: `SELECT scheme, round_id AS "roundId" FROM lookup_closed_lagging WHERE branch_id = $1 AND period = $2`,
    values: [branchId, year],
  });
  const unknown = named.filter(({ scheme }) => known.every((one) => one.scheme !== scheme));
  return [...known.filter(({ isLagging, isConfirmed }) => isLagging && isConfirmed), ...unknown]
    .map(({ scheme, roundId }) => ({ scheme, roundId }))
    .toSorted((a, b) => (a.scheme < b.scheme ? -1 : 1));
}

/** The branches whose grade in a round is of lagging standing, whether or not its closing named them. */
export async function laggingInRound(database: Pool, roundId: string): Promise<readonly string[]> {
  const known = await standingsNow(database, { roundId });
  const { rows } = await database.query<{ branch: string }>(
    'SELECT branch_id AS branch FROM lookup_closed_lagging WHERE round_id = $1',
    [roundId],
  );
  const lagging = known.filter(({ isLagging }) => isLagging).map(({ branchId }) => branchId);
  return [...new Set([...lagging, ...rows.map(({ branch }) => branch)])].sort();
}

async function keepGrades(
  sql: Sql,
  graded: readonly Recorded<'BranchGraded' | 'GradeRevised' | 'GradeReassessed'>[],
): Promise<void> {
  await keepDecisions(sql, graded);
  await keepComputed(sql, graded);
}

/**
 * What reactions keep: grades and what they lost, vetoes, editions, closings, inspections, dissolutions. Causes of different streams
 * have no order, so each one is answered by the facts that are known by then, whichever came first.
 */
export const causesKept: Handlers = {
  ...lossesKept,
  ...conclusionsKept,
  GradingOpened: keepGradings,
  BranchGraded: keepGrades,
  GradeDetermined: keepDecisions,
  DeterminationWithdrawn: keepDecisions,
  GradeRevised: keepGrades,
  GradeReassessed: keepGrades,
  RoundClosed: keepClosings,
  ...dissolutionsKept,
};
