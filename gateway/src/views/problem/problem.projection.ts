import { type ProblemEvent, problemEvents, type ProblemStatus } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Row, Table } from '@zhibu/database';
import type { View } from '../view.ts';
import { deriveProblemSpans, problemsTallied } from './problem-span.projection.ts';

const problemStep: Table = {
  name: 'problem_step',
  columns: {
    problem_id: 'uuid',
    revision: 'integer',
    branch_id: 'text',
    event_id: 'uuid',
    type: 'text',
    status: 'text',
    due_on: 'date',
    effective_on: 'date',
    recorded_at: 'timestamptz',
    actor: 'jsonb',
    said: 'jsonb',
  },
};

/** 问题清单、整改清单: every step of every problem, and on which days it is counted as what. */
export const problemView: View = {
  name: 'problem',
  tables: ['problem_step', 'problem_span'],
  unit: 'register',
  takes: new Set(Object.keys(problemEvents)),
  facts: (events) => [{ table: problemStep, rows: events.filter(isProblemEvent).map(rowOf) }],
  touches: async (_sql, events) => events.filter(isProblemEvent).map(({ data }) => data.problemId),
  derive: deriveProblemSpans,
  series: problemsTallied,
};

const isProblemEvent = (event: RecordedEvent): event is RecordedEvent & ProblemEvent =>
  Object.hasOwn(problemEvents, event.type);

function rowOf(event: RecordedEvent & ProblemEvent): Row {
  const { id, revision, recordedAt, type, data, metadata } = event;
  const { problemId, branchId, effectiveOn, ...said } = data;
  return {
    problem_id: problemId,
    revision,
    branch_id: branchId,
    event_id: id,
    type,
    status: statusAfter(event),
    due_on: 'dueOn' in data ? data.dueOn : null,
    effective_on: effectiveOn,
    recorded_at: recordedAt,
    actor: metadata.actor,
    said,
  };
}

function statusAfter({ type }: ProblemEvent): ProblemStatus {
  switch (type) {
    case 'ProblemIdentified':
    case 'ProblemReopened':
      return 'identified';
    case 'RectificationOpened':
    case 'ProgressReported':
    case 'ExtensionRequested':
    case 'ExtensionGranted':
    case 'ExtensionRefused':
    case 'CompletionRejected':
    case 'RectificationEscalated':
      return 'rectifying';
    case 'CompletionReported':
      return 'reported';
    case 'CompletionVerified':
      return 'verified';
    case 'ProblemClosed':
      return 'closed';
    case 'ProblemDismissed':
      return 'dismissed';
  }
}
