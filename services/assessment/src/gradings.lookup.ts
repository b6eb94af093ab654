import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { lookup } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';
import { editionHandlers } from './editions.lookup.ts';

const closedRounds: Table = { name: 'lookup_closed_round', columns: { round_id: 'text' } };

const keepClosedRounds = (sql: Sql, closings: readonly Recorded<'RoundClosed'>[]): Promise<void> =>
  insertInto(
    sql,
    closedRounds,
    closings.map(({ data }) => ({ round_id: data.roundId })),
  );

const gradings: Table = {
  name: 'lookup_grading',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    round_id: 'text',
    edition_id: 'text',
    grade: 'text',
    standing: 'text',
    effective_on: 'date',
    lost: 'jsonb',
    revision: 'integer',
  },
  replaces: { key: ['branch_id', 'scheme', 'period'], newer: 'revision' },
};

/** The last event of a grading says all that is looked up; an earlier one that comes again changes nothing. */
const keepGradings = (
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
      grade: 'grade' in data ? data.grade : null,
      standing: 'standing' in data ? data.standing : null,
      effective_on: 'effectiveOn' in data ? data.effectiveOn : null,
      lost: 'findings' in data ? [...new Set(data.findings.map(({ item }) => item))] : [],
      revision,
    })),
  );

/** Keeps this service's own editions, closed rounds and standing grades, across their streams. */
export const gradingsLookup = lookup(
  'assessment-gradings',
  { service: 'assessment', lingers: true },
  {
    ...editionHandlers,
    RoundClosed: keepClosedRounds,
    GradingOpened: keepGradings,
    BranchGraded: keepGradings,
    GradeDetermined: keepGradings,
    GradeRevised: keepGradings,
  },
);

/** What stands for a branch in a scheme and a period. */
export interface StandingGrade {
  readonly grade: string;
  readonly editionId: string;
  readonly roundId: string;
  readonly effectiveOn: Day;
  /** Its round is closed. */
  readonly confirmed: boolean;
  /** The items on which points were lost, with any rater. */
  readonly lost: readonly string[];
}

/** The grades that stand for branches in a scheme and a period, by branch. One statement. */
export async function standingGrades(
  database: Pool,
  branchIds: readonly string[],
  { scheme, period }: { readonly scheme: string; readonly period: string },
): Promise<ReadonlyMap<string, StandingGrade>> {
  const { rows } = await database.query<StandingGrade & { readonly branchId: string }>(
    `SELECT branch_id AS "branchId", grade, edition_id AS "editionId", round_id AS "roundId", effective_on AS "effectiveOn", lost,
       EXISTS (SELECT FROM lookup_closed_round closed WHERE closed.round_id = grading.round_id) AS confirmed
     FROM lookup_grading grading WHERE branch_id = ANY($1) AND scheme = $2 AND period = $3 AND grade IS NOT NULL`,
    [branchIds, scheme, period],
  );
  return new Map(rows.map(({ branchId, ...standing }) => [branchId, standing]));
}
