import {
  escalationLevels,
  type ProblemEvent,
  problemEvents,
  type RemediationEvent,
  remediationEvents,
  type RemediationStatus,
} from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';

/** Keeps this service's own problems and remediations, across their streams. */
export const dutiesLookup: FeedConsumer = {
  group: 'rectification-duties',
  service: 'rectification',
  gathers: true,
  apply: async (transaction, events) => {
    await identify(transaction, events);
    for (const event of events) if (isStep(event)) await step(transaction, event);
    await keepRemediations(transaction, events);
  },
};

type Of<Event> = RecordedEvent & Event;
type Identified = Extract<ProblemEvent, { type: 'ProblemIdentified' }>;
type Step = Exclude<ProblemEvent, Identified>;

const isIdentified = (event: RecordedEvent): event is Of<Identified> => event.type === 'ProblemIdentified';
const isStep = (event: RecordedEvent): event is Of<Step> =>
  Object.hasOwn(problemEvents, event.type) && !isIdentified(event);

const problems: Table = {
  name: 'lookup_problem',
  columns: { problem_id: 'uuid', branch_id: 'text', aspect: 'text', item: 'text', status: 'text', revision: 'integer' },
};

const identify = (transaction: Sql, events: readonly RecordedEvent[]): Promise<void> =>
  insertInto(
    transaction,
    problems,
    events
      .filter(isIdentified)
      .map(({ data }) => ({
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

async function step(transaction: Sql, event: Of<Step>): Promise<void> {
  const { status, closedOn, dueOn, dueVersion, levels } = standingAfter(event);
  await transaction.query(
    `UPDATE lookup_problem SET status = $2, closed_on = $3, due_on = $4, due_version = $5, levels = coalesce($6, levels), revision = $7
     WHERE problem_id = $1 AND revision < $7`,
    [event.data.problemId, status, closedOn, dueOn, dueVersion, levels ?? null, event.revision],
  );
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

const isOfRemediation = (event: RecordedEvent): event is Of<RemediationEvent> =>
  Object.hasOwn(remediationEvents, event.type);

const remediationStatus: Readonly<Record<RemediationEvent['type'], RemediationStatus>> = {
  RemediationOpened: 'open',
  RemediationAccepted: 'accepted',
  RemediationFailed: 'failed',
  RemediationWithdrawn: 'withdrawn',
};

const remediations: Table = {
  name: 'lookup_remediation',
  columns: { branch_id: 'text', year: 'text', status: 'text', revision: 'integer' },
  replaces: { key: ['branch_id', 'year'], newer: 'revision' },
};

const keepRemediations = (transaction: Sql, events: readonly RecordedEvent[]): Promise<void> =>
  insertInto(
    transaction,
    remediations,
    events
      .filter(isOfRemediation)
      .map(({ type, data, revision }) => ({
        branch_id: data.branchId,
        year: data.year,
        status: remediationStatus[type],
        revision,
      })),
  );
