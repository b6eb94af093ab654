import {
  escalationLevels,
  type EventContract,
  type ProblemEvent,
  type Recorded,
  remediationContract,
  type RemediationEvent,
} from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';

type Step = Exclude<ProblemEvent, { readonly type: 'ProblemIdentified' }>;

const problems: Table = {
  name: 'lookup_problem',
  columns: { problem_id: 'uuid', branch_id: 'text', aspect: 'text', item: 'text', status: 'text', revision: 'integer' },
};

const identify = (sql: Sql, identified: readonly Recorded<'ProblemIdentified'>[]): Promise<void> =>
  insertInto(
    sql,
    problems,
    identified.map(({ data }) => ({
      problem_id: data.problemId,
      branch_id: data.branchId,
      aspect: data.aspect,
      item: data.item,
      status: 'open',
      revision: 0,
    })),
  );

interface Standing {
  readonly status: 'open' | 'closed' | 'dismissed';
  readonly closedOn: Day | null;
  readonly dueOn: Day | null;
  readonly dueVersion: number | null;
  /** The levels escalated to so far; undefined: as before. */
  readonly levels: number | undefined;
}

async function step(sql: Sql, steps: readonly (RecordedEvent & Step)[]): Promise<void> {
  for (const event of steps) {
    const { status, closedOn, dueOn, dueVersion, levels } = standingAfter(event);
    await sql.query(
      `UPDATE lookup_problem SET status = $2, closed_on = $3, due_on = $4, due_version = $5, levels = coalesce($6, levels), revision = $7
       WHERE problem_id = $1 AND revision < $7`,
      [event.data.problemId, status, closedOn, dueOn, dueVersion, levels ?? null, event.revision],
    );
  }
}

const resting = { closedOn: null, dueOn: null, dueVersion: null, levels: undefined } as const;

function standingAfter({ type, data }: Step): Standing {
  switch (type) {
    case 'RectificationOpened':
    case 'ExtensionGranted':
      return { ...going(data), levels: 0 };
    case 'RectificationEscalated':
      return { ...going(data), levels: escalationLevels.indexOf(data.level) + 1 };
    case 'ProgressReported':
    case 'ExtensionRequested':
    case 'ExtensionRefused':
    case 'CompletionRejected':
      return going(data);
    case 'CompletionReported':
    case 'CompletionVerified':
    case 'ProblemReopened':
      return { status: 'open', ...resting };
    case 'ProblemClosed':
      return { status: 'closed', ...resting, closedOn: data.effectiveOn };
    case 'ProblemDismissed':
      return { status: 'dismissed', ...resting };
  }
}

const going = ({ dueOn, dueVersion }: { readonly dueOn: Day; readonly dueVersion: number }): Standing => ({
  status: 'open',
  closedOn: null,
  dueOn,
  dueVersion,
  levels: undefined,
});

const remediations: Table = {
  name: 'lookup_remediation',
  columns: { branch_id: 'text', year: 'text', status: 'text', revision: 'integer' },
  replaces: { key: ['branch_id', 'year'], newer: 'revision' },
};

const keepRemediations = (sql: Sql, events: readonly (RecordedEvent & RemediationEvent)[]): Promise<void> =>
  insertInto(
    sql,
    remediations,
    events.map(({ type, data, revision }) => ({
      branch_id: data.branchId,
      year: data.year,
      status: remediationContract.events[type].leadsTo,
      revision,
    })),
  );

const ofProblems: Required<Pick<Handlers, ProblemEvent['type']>> = {
  ProblemIdentified: identify,
  ProblemDismissed: step,
  RectificationOpened: step,
  ProgressReported: step,
  ExtensionRequested: step,
  ExtensionGranted: step,
  ExtensionRefused: step,
  CompletionReported: step,
  CompletionVerified: step,
  CompletionRejected: step,
  ProblemClosed: step,
  ProblemReopened: step,
  RectificationEscalated: step,
};

/** Every step that leads to a status, as the contract has it. */
const ofRemediations: Pick<Handlers, RemediationEvent['type']> = Object.fromEntries(
  Object.values<EventContract>(remediationContract.events)
    .filter(({ leadsTo }) => leadsTo !== undefined)
    .map(({ type }) => [type, keepRemediations]),
);

/** Keeps this service's own problems and remediations, across their streams. */
export const dutiesLookup = lookup(
  'rectification-duties',
  { service: 'rectification', lingers: true },
  { ...ofProblems, ...ofRemediations },
);
