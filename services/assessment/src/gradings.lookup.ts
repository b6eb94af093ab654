import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { lookup } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';
import { placesUnder } from '@zhibu/register';
import { editionHandlers } from './editions.lookup.ts';
import type { BranchInScope } from './round/round.decider.ts';

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

/** Which branches a round is about. */
export interface RoundScope {
  readonly roundId: string;
  readonly workCommitteeId: string;
  readonly scheme: string;
  readonly period: string;
  readonly editionId: string;
  readonly sector: string;
  /** The period's last day. */
  readonly day: Day;
}

/**
 * The branches under a committee on a day that are alive and of the sector, by code, each with its grade under the
 * edition. A branch whose grade was confirmed in another committee's round, before it was moved here, is not among them.
 */
export async function branchesInScope(database: Pool, scope: RoundScope): Promise<readonly BranchInScope[]> {
  const places = await placesUnder(database, scope.workCommitteeId, scope.day);
  const branches = places.filter(({ kind, sector }) => kind === 'branch' && sector === scope.sector);
  const { rows } = await database.query<BranchInScope>(
    `SELECT branch.id AS "branchId", CASE WHEN grading.edition_id = $4 THEN grading.grade END AS grade
      FROM unnest($1::text[]) WITH ORDINALITY AS branch (id, n)
      LEFT JOIN lookup_grading grading ON grading.branch_id = branch.id AND grading.scheme = $2 AND grading.period = $3
      WHERE NOT EXISTS (SELECT 1 FROM lookup_closed_round closed WHERE closed.round_id = grading.round_id AND closed.round_id <> $5)
      ORDER BY branch.n`,
    [branches.map(({ id }) => id), scope.scheme, scope.period, scope.editionId, scope.roundId],
  );
  return rows;
}
