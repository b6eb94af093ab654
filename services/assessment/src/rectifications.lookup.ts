import { type ProblemEvent, type Recorded, remediationContract, type RemediationEvent } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';

const problems: Table = {
  name: 'lookup_problem',
  columns: { problem_id: 'uuid', organization_id: 'text', revision: 'integer' },
};

const identify = (sql: Sql, identified: readonly Recorded<'ProblemIdentified'>[]): Promise<void> =>
  insertInto(
    sql,
    problems,
    identified.map(({ data, revision }) => ({
      problem_id: data.problemId,
      organization_id: data.organizationId,
      revision,
    })),
  );

/** A step of a rectification that goes on says until when it is due; any other has nothing due. */
async function step(sql: Sql, steps: readonly (RecordedEvent & Step)[]): Promise<void> {
  for (const { data, revision } of steps) {
    await sql.query('UPDATE lookup_problem SET due_on = $2, revision = $3 WHERE problem_id = $1 AND revision < $3', [
      data.problemId,
      'dueOn' in data ? data.dueOn : null,
      revision,
    ]);
  }
}

type Step = Exclude<
  ProblemEvent,
  { readonly type: 'ProblemIdentified' | 'ProblemConfirmedAgain' | 'CommonProblemDeclared' | 'RectificationEscalated' }
>;

const ofProblems: Required<Pick<Handlers, Step['type'] | 'ProblemIdentified'>> = {
  ProblemIdentified: identify,
  ProblemDismissed: step,
  RectificationOpened: step,
  RectificationReassigned: step,
  ProgressReported: step,
  ExtensionRequested: step,
  ExtensionGranted: step,
  ExtensionRefused: step,
  CompletionReported: step,
  CompletionVerified: step,
  CompletionRejected: step,
  ProblemClosed: step,
  ProblemReopened: step,
};

const remediations: Table = {
  name: 'lookup_remediation',
  columns: { branch_id: 'text', year: 'text', status: 'text', revision: 'integer' },
  replaces: { key: ['branch_id', 'year'], newer: 'revision' },
};

const keepRemediations = (sql: Sql, events: readonly (RecordedEvent & RemediationEvent)[]): Promise<void> =>
  insertInto(
    sql,
    remediations,
    events.flatMap(({ type, data, revision }) => {
      const status = remediationContract.events[type].leadsTo;
      return status === undefined ? [] : [{ branch_id: data.branchId, year: data.year, status, revision }];
    }),
  );

/** Keeps what the rectification service says of problems and remediations: who has any open does not apply. */
export const rectificationsLookup = lookup(
  'assessment-rectifications',
  { service: 'rectification' },
  {
    ...ofProblems,
    ...Object.fromEntries(Object.keys(remediationContract.events).map((type) => [type, keepRemediations])),
  },
);

/** What an organization has to put in order, as far as it has arrived. */
export interface Rectifications {
  readonly overdueProblems: number;
  readonly isUnderRemediation: boolean;
}

/** Overdue: the day after the due date, while the rectification goes on. */
export async function rectificationsOf(database: Pool, organizationId: string, today: Day): Promise<Rectifications> {
  const { rows } = await database.query<Rectifications>(
    `SELECT (SELECT count(*)::int FROM lookup_problem WHERE organization_id = $1 AND due_on < $2::date) AS "overdueProblems",
       EXISTS (SELECT FROM lookup_remediation WHERE branch_id = $1 AND status IN ('open', 'accepted')) AS "isUnderRemediation"`,
    [organizationId, today],
  );
  return rows[0] ?? { overdueProblems: 0, isUnderRemediation: false };
}
