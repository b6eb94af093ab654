import { type ProblemEvent, problemId, type Recorded } from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';
import { subjectOf } from './problem/item.rules.ts';
import { levelsTold, remediationsKept } from './remediation-duties.lookup.ts';
import { verifyBy } from './problem/problem.rules.ts';
import { forgetNamed } from './waiting.lookup.ts';

type Step = Exclude<
  ProblemEvent,
  { readonly type: 'ProblemIdentified' | 'ProblemConfirmedAgain' | 'CommonProblemDeclared' | 'RectificationEscalated' }
>;

const problems: Table = {
  name: 'lookup_problem',
  columns: {
    problem_id: 'uuid',
    organization_id: 'text',
    aspect: 'text',
    subject: 'text',
    status: 'text',
    open_by: 'date',
    revision: 'integer',
  },
};

async function identify(sql: Sql, identified: readonly Recorded<'ProblemIdentified'>[]): Promise<void> {
  await forgetNamed(
    sql,
    identified.map(({ data }) => data.problemId),
  );
  await insertInto(
    sql,
    problems,
    identified.map(({ data }) => ({
      problem_id: data.problemId,
      organization_id: data.organizationId,
      aspect: data.aspect,
      subject: subjectOf({ ...data, title: data.itemText }),
      status: 'open',
      open_by: data.openBy,
      revision: 0,
    })),
  );
}

const confirmations: Table = { name: 'lookup_confirmation', columns: { source_id: 'uuid', problem_id: 'uuid' } };

async function confirm(sql: Sql, found: readonly Recorded<'ProblemConfirmedAgain'>[]): Promise<void> {
  const rows = found.map(({ data }) => ({ source_id: problemId(data), problem_id: data.problemId }));
  await forgetNamed(
    sql,
    rows.map(({ source_id }) => source_id),
  );
  await insertInto(sql, confirmations, rows);
}

async function escalate(sql: Sql, told: readonly Recorded<'RectificationEscalated'>[]): Promise<void> {
  for (const { data, revision } of told) {
    if (data.level === 'superior') {
      await sql.query(
        'UPDATE lookup_problem SET verify_by = NULL, revision = $2 WHERE problem_id = $1 AND revision < $2',
        [data.problemId, revision],
      );
      continue;
    }
    await sql.query(`UPDATE lookup_problem SET levels = $2, revision = $3 WHERE problem_id = $1 AND revision < $3`, [
      data.problemId,
      levelsTold(data.level),
      revision,
    ]);
  }
}

interface Standing {
  /** `ended`: by the dissolution of its organization; open again where that was an error. */
  readonly status: 'open' | 'closed' | 'dismissed' | 'ended';
  readonly closedOn: Day | null;
  readonly openBy: Day | null;
  /** Until when a completion that was reported is to be verified; null too once it was told that nobody did. */
  readonly verifyBy: Day | null;
  readonly dueOn: Day | null;
  /** Undefined, as of the levels escalated to so far: as before. */
  readonly dueVersion: number | undefined;
  readonly levels: number | undefined;
}

async function step(sql: Sql, steps: readonly (RecordedEvent & Step)[]): Promise<void> {
  for (const event of steps) {
    const { status, closedOn, openBy, dueOn, dueVersion, levels, verifyBy: by } = standingAfter(event);
    await sql.query(
      `UPDATE lookup_problem SET status = $2, closed_on = $3, open_by = $4, due_on = $5, due_version = coalesce($6, due_version),
         levels = coalesce($7, levels), verify_by = $9, revision = $8 WHERE problem_id = $1 AND revision < $8`,
      [event.data.problemId, status, closedOn, openBy, dueOn, dueVersion ?? null, levels ?? null, event.revision, by],
    );
  }
}

const resting = {
  closedOn: null,
  openBy: null,
  verifyBy: null,
  dueOn: null,
  dueVersion: undefined,
  levels: undefined,
} as const;

function standingAfter({ type, data }: Step): Standing {
  switch (type) {
    case 'RectificationOpened':
    case 'ExtensionGranted':
      return { ...going(data), levels: 0 };
    case 'RectificationReassigned':
    case 'ProgressReported':
    case 'ExtensionRequested':
    case 'ExtensionRefused':
    case 'CompletionRejected':
      return going(data);
    case 'CompletionReported':
      return { status: 'open', ...resting, verifyBy: verifyBy(data.effectiveOn) };
    case 'CompletionVerified':
      return { status: 'open', ...resting };
    case 'ProblemReopened':
      return { status: 'open', ...resting, openBy: data.openBy, levels: 0 };
    case 'ProblemClosed':
      return { status: 'closed', ...resting, closedOn: data.effectiveOn };
    case 'ProblemDismissed':
      return { status: data.because === 'branch-dissolved' ? 'ended' : 'dismissed', ...resting };
  }
}

const going = ({ dueOn, dueVersion }: { readonly dueOn: Day; readonly dueVersion: number }): Standing => ({
  status: 'open',
  ...resting,
  dueOn,
  dueVersion,
});

// A common problem is told by the steps of those that it takes over.
const ofProblems: Required<Pick<Handlers, Exclude<ProblemEvent['type'], 'CommonProblemDeclared'>>> = {
  ProblemIdentified: identify,
  ProblemConfirmedAgain: confirm,
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
  RectificationEscalated: escalate,
};

/** Keeps this service's own problems and remediations, across their streams. */
export const dutiesLookup = lookup(
  'rectification-duties',
  { service: 'rectification', lingers: true },
  { ...ofProblems, ...remediationsKept },
);
