import type { EscalationLevel, ProblemEvent } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';

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

export const initialProblem: ProblemState = { status: 'none' };

export const evolveProblem: EvolveMap<{ state: ProblemState; event: ProblemEvent }> = {
  ProblemIdentified: (_state, { data }) => ({
    status: 'identified',
    problem: { found: data, since: data.effectiveOn, dueDates: 0, reopened: false },
  }),
  ProblemDismissed: stepped((problem) => ({ status: 'dismissed', problem })),
  ProblemClosed: stepped((problem) => ({ status: 'closed', problem })),
  ProblemReopened: stepped((problem) => ({ status: 'identified', problem: { ...problem, reopened: true } })),
  RectificationOpened: stepped((problem, data) => ({
    status: 'rectifying',
    problem: withDueDate(problem, data),
    work: begun(data),
  })),
  ProgressReported: advanced((under, { says }) => going(under, { progress: says })),
  ExtensionRequested: advanced((under, { until, reason }) => going(under, { requested: { until, reason } })),
  ExtensionGranted: advanced(extended),
  ExtensionRefused: advanced((under) => going(under, { requested: null })),
  CompletionReported: advanced(({ problem, work }, { reporterId }) => ({
    status: 'reported',
    problem,
    work: { ...work, requested: null },
    reporterId,
  })),
  CompletionVerified: advanced((under) => ({ status: 'verified', ...under })),
  CompletionRejected: advanced((under) => going(under, {})),
  RectificationEscalated: advanced((under, { level }) => going(under, { levels: [...under.work.levels, level] })),
};

interface OnDay {
  readonly effectiveOn: Day;
}

/** A step of a known problem: it takes effect from its day on. */
function stepped<Data extends OnDay>(to: (problem: Problem, data: Data) => ProblemState) {
  return (state: ProblemState, { data }: { readonly data: Data }): ProblemState =>
    state.status === 'none' ? state : to({ ...state.problem, since: data.effectiveOn }, data);
}

/** A step of a rectification; without one nothing changes. */
function advanced<Data extends OnDay>(to: (under: UnderWay, data: Data) => ProblemState) {
  return (state: ProblemState, { data }: { readonly data: Data }): ProblemState =>
    'work' in state ? to({ problem: { ...state.problem, since: data.effectiveOn }, work: state.work }, data) : state;
}

const going = ({ problem, work }: UnderWay, changed: Partial<Rectification>): ProblemState => ({
  status: 'rectifying',
  problem,
  work: { ...work, ...changed },
});

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

function extended({ problem, work }: UnderWay, { dueOn, dueVersion }: DataOf<'ExtensionGranted'>): ProblemState {
  return {
    status: 'rectifying',
    problem: withDueDate(problem, { dueVersion }),
    work: { ...work, dueOn, dueVersion, extensions: work.extensions + 1, requested: null, levels: [] },
  };
}
