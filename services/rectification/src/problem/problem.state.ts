import type { ProblemEvent, ToldLevel } from '@zhibu/contracts';
import { type Actor, type Day, type EvolveMap, handsOf } from '@zhibu/kernel';

type DataOf<Type extends ProblemEvent['type']> = Extract<ProblemEvent, { type: Type }>['data'];

/** 问题: what was found, and when its last step took effect. */
export interface Problem {
  readonly found: DataOf<'ProblemIdentified'>;
  readonly since: Day;
  /** Until when a rectification is, or was last, to be opened. */
  readonly openBy: Day;
  /** Whether it was told, since then, that none was opened in time. */
  readonly toldUnopened: boolean;
  /** How many due dates were set so far, over all its rectifications. */
  readonly dueDates: number;
  readonly reopened: boolean;
  /** References by which it was found once more. */
  readonly foundAgain: readonly string[];
  /** Who answered for any attempt at its rectification, or had a hand in reporting a step of one. */
  readonly involved: readonly string[];
}

/** 整改: who answers for it in which post, and until when. */
export interface Rectification {
  readonly post: string;
  readonly responsibleId: string;
  readonly measures?: string | undefined;
  readonly dueOn: Day;
  readonly dueVersion: number;
  readonly extensions: number;
  readonly requested: { readonly until: Day; readonly reason: string; readonly requesterIds: readonly string[] } | null;
  /** Levels that it was escalated to since its due date was last set. */
  readonly levels: readonly ToldLevel[];
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
  | ({ readonly status: 'reported'; readonly reportedOn: Day; readonly toldUnverified: boolean } & UnderWay)
  | ({ readonly status: 'verified' } & UnderWay)
  | { readonly status: 'closed'; readonly problem: Problem }
  | { readonly status: 'dismissed'; readonly problem: Problem; readonly endedByDissolution: boolean };
export type KnownProblem = Exclude<ProblemState, { status: 'none' }>;

export const initialProblem: ProblemState = { status: 'none' };

export const evolveProblem: EvolveMap<{ state: ProblemState; event: ProblemEvent }> = {
  ProblemIdentified: (_state, { data }) => ({ status: 'identified', problem: identified(data) }),
  // A fact that changes nothing of where the rectification stands.
  ProblemConfirmedAgain: (state, { data }) =>
    state.status === 'none'
      ? state
      : { ...state, problem: { ...state.problem, foundAgain: [...state.problem.foundAgain, data.source.reference] } },
  // What it takes over is told by its own steps.
  CommonProblemDeclared: (state) => state,
  ProblemDismissed: stepped((problem, { because }) => ({
    status: 'dismissed',
    problem,
    endedByDissolution: because === 'branch-dissolved',
  })),
  ProblemClosed: stepped((problem) => ({ status: 'closed', problem })),
  ProblemReopened: stepped((problem, { openBy }) => ({
    status: 'identified',
    problem: { ...problem, reopened: true, openBy, toldUnopened: false },
  })),
  RectificationOpened: stepped((problem, data) => ({
    status: 'rectifying',
    problem: involving({ ...problem, dueDates: data.dueVersion }, data.responsibleId),
    work: begun(data),
  })),
  RectificationReassigned: advanced(({ problem, work }, { post, responsibleId }) =>
    going({ problem: involving(problem, responsibleId), work }, { post, responsibleId }),
  ),
  ProgressReported: advanced(({ problem, work }, { says, reporterId }, actor) =>
    going({ problem: involving(problem, ...handsIn(reporterId, actor)), work }, { progress: says }),
  ),
  ExtensionRequested: advanced(({ problem, work }, { until, reason, requesterId }, actor) => {
    const requesterIds = handsIn(requesterId, actor);
    return going(
      { problem: involving(problem, ...requesterIds), work },
      { requested: { until, reason, requesterIds } },
    );
  }),
  ExtensionGranted: advanced(extended),
  ExtensionRefused: advanced((under) => going(under, { requested: null })),
  CompletionReported: advanced(({ problem, work }, { reporterId, effectiveOn }, actor) => ({
    status: 'reported',
    problem: involving(problem, ...handsIn(reporterId, actor)),
    work: { ...work, requested: null },
    reportedOn: effectiveOn,
    toldUnverified: false,
  })),
  CompletionVerified: advanced((under) => ({ status: 'verified', ...under })),
  CompletionRejected: advanced((under, { dueOn }) => going(under, { dueOn })),
  // Told, and no step: a superior may date a step back beyond it, for then it was in time.
  RectificationEscalated: (state, { data: { level } }) => {
    if (state.status === 'identified') return { ...state, problem: { ...state.problem, toldUnopened: true } };
    if (state.status === 'reported') return { ...state, toldUnverified: true };
    return state.status === 'rectifying' ? going(state, { levels: [...state.work.levels, level] }) : state;
  },
};

const identified = (found: DataOf<'ProblemIdentified'>): Problem => ({
  found,
  since: found.effectiveOn,
  openBy: found.openBy,
  toldUnopened: false,
  dueDates: 0,
  reopened: false,
  foundAgain: [],
  involved: [],
});

const involving = (problem: Problem, ...personIds: readonly string[]): Problem => ({
  ...problem,
  involved: [...new Set([...problem.involved, ...personIds])],
});

/** Who signed a step, and who typed it for him. */
const handsIn = (personId: string, actor: Actor | undefined): readonly string[] =>
  actor ? handsOf({ ...actor, personId }) : [personId];

interface OnDay {
  readonly effectiveOn: Day;
}

/** A step of a known problem: it takes effect from its day on. */
function stepped<Data extends OnDay>(to: (problem: Problem, data: Data) => ProblemState) {
  return (state: ProblemState, { data }: { readonly data: Data }): ProblemState =>
    state.status === 'none' ? state : to({ ...state.problem, since: data.effectiveOn }, data);
}

/** A step of a rectification; without one nothing changes. */
function advanced<Data extends OnDay>(to: (under: UnderWay, data: Data, actor: Actor | undefined) => ProblemState) {
  return (state: ProblemState, { data, metadata }: Step<Data>): ProblemState => {
    if (!('work' in state)) return state;
    return to({ problem: { ...state.problem, since: data.effectiveOn }, work: state.work }, data, metadata?.actor);
  };
}

interface Step<Data> {
  readonly data: Data;
  readonly metadata?: { readonly actor: Actor };
}

const going = ({ problem, work }: UnderWay, changed: Partial<Rectification>): ProblemState => ({
  status: 'rectifying',
  problem,
  work: { ...work, ...changed },
});

function begun({ post, responsibleId, measures, dueOn, dueVersion }: DataOf<'RectificationOpened'>): Rectification {
  return {
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

function extended({ problem, work }: UnderWay, { dueOn, dueVersion }: DataOf<'ExtensionGranted'>): ProblemState {
  return {
    status: 'rectifying',
    problem: { ...problem, dueDates: dueVersion },
    work: { ...work, dueOn, dueVersion, extensions: work.extensions + 1, requested: null, levels: [] },
  };
}
