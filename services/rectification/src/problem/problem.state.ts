import type { EscalationLevel, ProblemEvent } from '@zhibu/contracts';
import type { Actor, Day } from '@zhibu/kernel';

type DataOf<Type extends ProblemEvent['type']> = Extract<ProblemEvent, { type: Type }>['data'];

/** 问题: what was found, and when its last step took effect. */
export interface Problem {
  readonly found: DataOf<'ProblemIdentified'>;
  readonly since: Day;
  /** How many due dates were set so far, over all its rectifications. */
  readonly dueDates: number;
  readonly reopened: boolean;
}

/** 整改: who answers for it in which post, and until when. */
export interface Rectification {
  readonly item: string;
  readonly post: string;
  readonly responsibleId: string;
  readonly measures?: string | undefined;
  readonly dueOn: Day;
  readonly dueVersion: number;
  readonly extensions: number;
  readonly requested: { readonly until: Day; readonly reason: string } | null;
  /** Levels that it was escalated to since its due date was last set. */
  readonly levels: readonly EscalationLevel[];
  readonly progress: string | null;
}

export interface UnderWay {
  readonly problem: Problem;
  readonly work: Rectification;
}

export type ProblemState =
  | { readonly status: 'none' }
  | { readonly status: 'identified'; readonly problem: Problem }
  | ({ readonly status: 'rectifying' } & UnderWay)
  | ({ readonly status: 'reported'; readonly reporterId: string } & UnderWay)
  | ({ readonly status: 'verified' } & UnderWay)
  | { readonly status: 'closed' | 'dismissed'; readonly problem: Problem };
export type KnownProblem = Exclude<ProblemState, { status: 'none' }>;

/** What a decision on a problem rests on beyond its own stream. */
export interface ProblemFacts {
  readonly today: Day;
  /** Who sends the command. */
  readonly actor: Actor;
  /** The kind of the organization; looked up for IdentifyProblem by a person, null: it is not known. */
  readonly branchKind: string | null;
  /** From which day on the branch is no more, as far as that is known. */
  readonly dissolvedOn: Day | null;
  /** The problem that this one is the recurrence of. */
  readonly recurrenceOf: string | null;
  /** The superior of the branch; looked up for decisions of a superior. */
  readonly superiorId: string | null;
  /** Whose the level of an escalation is. */
  readonly answering: string | null;
}

export const initialProblem: ProblemState = { status: 'none' };

export function evolveProblem(state: ProblemState, event: ProblemEvent): ProblemState {
  if (event.type === 'ProblemIdentified') return identified(event.data);
  return state.status === 'none' ? state : stepped(state, event);
}

const identified = (found: DataOf<'ProblemIdentified'>): ProblemState => ({
  status: 'identified',
  problem: { found, since: found.effectiveOn, dueDates: 0, reopened: false },
});

function stepped(state: KnownProblem, event: Exclude<ProblemEvent, { type: 'ProblemIdentified' }>): ProblemState {
  const problem = { ...state.problem, since: event.data.effectiveOn };
  switch (event.type) {
    case 'ProblemDismissed':
      return { status: 'dismissed', problem };
    case 'ProblemClosed':
      return { status: 'closed', problem };
    case 'ProblemReopened':
      return { status: 'identified', problem: { ...problem, reopened: true } };
    case 'RectificationOpened':
      return { status: 'rectifying', problem: withDueDate(problem, event.data), work: begun(event.data) };
    case 'ProgressReported':
    case 'ExtensionRequested':
    case 'ExtensionGranted':
    case 'ExtensionRefused':
    case 'CompletionReported':
    case 'CompletionVerified':
    case 'CompletionRejected':
    case 'RectificationEscalated':
      return 'work' in state ? advanced({ problem, work: state.work }, event) : state;
  }
}

function begun({
  item,
  post,
  responsibleId,
  measures,
  dueOn,
  dueVersion,
}: DataOf<'RectificationOpened'>): Rectification {
  return {
    item,
    post,
    responsibleId,
    measures,
    dueOn,
    dueVersion,
    extensions: 0,
    requested: null,
    levels: [],
    progress: null,
  };
}

const withDueDate = (problem: Problem, { dueVersion }: { readonly dueVersion: number }): Problem => ({
  ...problem,
  dueDates: dueVersion,
});

type StepOfWork = Extract<
  ProblemEvent,
  {
    type:
      | 'ProgressReported'
      | 'ExtensionRequested'
      | 'ExtensionGranted'
      | 'ExtensionRefused'
      | 'CompletionReported'
      | 'CompletionVerified'
      | 'CompletionRejected'
      | 'RectificationEscalated';
  }
>;

function advanced({ problem, work }: UnderWay, event: StepOfWork): ProblemState {
  const going = (changed: Partial<Rectification>): ProblemState => ({
    status: 'rectifying',
    problem,
    work: { ...work, ...changed },
  });
  switch (event.type) {
    case 'ProgressReported':
      return going({ progress: event.data.says });
    case 'ExtensionRequested':
      return going({ requested: { until: event.data.until, reason: event.data.reason } });
    case 'ExtensionRefused':
      return going({ requested: null });
    case 'CompletionRejected':
      return going({});
    case 'RectificationEscalated':
      return going({ levels: [...work.levels, event.data.level] });
    case 'CompletionVerified':
      return { status: 'verified', problem, work };
    case 'CompletionReported':
      return { status: 'reported', problem, work: { ...work, requested: null }, reporterId: event.data.reporterId };
    case 'ExtensionGranted':
      return extended({ problem, work }, event.data);
  }
}

function extended({ problem, work }: UnderWay, { dueOn, dueVersion }: DataOf<'ExtensionGranted'>): ProblemState {
  return {
    status: 'rectifying',
    problem: withDueDate(problem, { dueVersion }),
    work: { ...work, dueOn, dueVersion, extensions: work.extensions + 1, requested: null, levels: [] },
  };
}
