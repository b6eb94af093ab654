import {
  type Basis,
  type DataMatchField,
  type GradingEvent,
  handsIn,
  type RatingEntry,
  SUPERIOR_RATER,
} from '@zhibu/contracts';
import type { Day, EvolveMap, Identified, Sent } from '@zhibu/kernel';
import type { PublishedEdition } from '../edition/edition.state.ts';

type DataOf<Type extends GradingEvent['type']> = Extract<GradingEvent, { type: Type }>['data'];

/** What a grade is computed from, as last recorded. */
export interface GradingInputs {
  /** Per itemised rater the whole rating; no entry for an item: nothing lost. */
  readonly ratings: ReadonlyMap<string, readonly RatingEntry[]>;
  readonly poll: Poll | null;
  readonly dataMatch: DataMatch | null;
  /** Vetoes in force, by their code. */
  readonly vetoes: ReadonlyMap<string, RecordedVeto>;
  /** Who had a hand in rating for the superior; nobody yet, or a file does not tell who. */
  readonly superior?: readonly string[];
  /** The superior has rated since the grade was computed last. */
  readonly superiorAnew?: boolean;
}

/** Why a veto is in force, since when, and which event says so. */
export interface RecordedVeto {
  readonly reason?: string | undefined;
  readonly basis?: Basis | undefined;
  readonly effectiveOn: Day;
  readonly eventId: string;
}

export interface Poll {
  readonly ballots: number;
  /** Ballots per option. */
  readonly answers: Readonly<Record<string, number>>;
}

export interface DataMatch {
  /** The system that the second value of each field comes from. */
  readonly source: string;
  readonly fields: readonly DataMatchField[];
  /** The grading brought none of its own: it is the standing one. */
  readonly standing?: true | undefined;
}

/** Under which edition and in which round a branch is graded. */
export type Assignment = DataOf<'GradingOpened'>;
export type ComputedGrade = DataOf<'BranchGraded'>;
export type DeterminedGrade = DataOf<'GradeDetermined'>;
export type PriorGrade = DataOf<'PriorGradeRecorded'>;

/** A decision with the event that made it. */
export interface Made<Decision> {
  readonly eventId: string;
  readonly decision: Decision;
}

/** 定级: one branch, one scheme, one period. */
export type GradingState =
  | { readonly status: 'not-opened'; readonly prior: Made<PriorGrade> | null }
  | { readonly status: 'opened'; readonly assignment: Assignment; readonly inputs: GradingInputs }
  | {
      readonly status: 'graded';
      readonly assignment: Assignment;
      readonly inputs: GradingInputs;
      /** The latest that was computed. */
      readonly computed: Made<ComputedGrade>;
      /** What a superior has determined otherwise and not withdrawn, in order: before the closing the last one alone. */
      readonly determinations: readonly Made<DeterminedGrade>[];
      /** The grade that was decided last and stands. */
      readonly standing: string;
    };
export type GradedState = Extract<GradingState, { status: 'graded' }>;
export type OpenedGrading = Exclude<GradingState, { status: 'not-opened' }>;

/** What rests on the standard: an input, or a grade. */
export interface EditionFacts {
  /** The edition that the grading is held under; null while none is opened. */
  readonly edition: PublishedEdition | null;
}

export interface MatchFacts {
  /** What was matched last of the branch outside its gradings; null: nothing was. */
  readonly standingMatch: DataMatch | null;
}

export interface LateFacts {
  /** Who admitted the branch after the closing of its round; null: nobody did. */
  readonly admittedBy: readonly string[];
}

export interface HandFacts {
  /** Who was on the team of an inspection of the branch in the period, or in the year in which is decided. */
  readonly inspectors: readonly string[];
}

export interface ClosureFacts {
  /** Whether the round that the grading belongs to is closed. */
  readonly roundClosed: boolean;
}

/** What a decision rests on that may come after the closing. */
export type GradedFacts = EditionFacts & ClosureFacts & Sent;

/** What a grade from before the platform is held against. */
export interface PriorFacts {
  /** Where the branch belongs on the last day of the period; null: it is not known. */
  readonly placement: Omit<Placement, 'round'> | null;
  /** Whether it lived on some day of the period. */
  readonly livedInPeriod: boolean;
  /** The period of the committee's first round in the scheme; null: it has held none. */
  readonly firstRound: string | null;
  /** The grades of all editions of the scheme; none: no edition of it is published. */
  readonly gradesOfScheme: readonly string[];
}

export interface PlacementFacts {
  /** Where the branch belongs on the period's last day; null: it is not known. */
  readonly placement: Placement | null;
}

/** A grading under way, with the edition that it is held under. */
export interface GradingUnderEdition {
  readonly grading: OpenedGrading;
  readonly edition: PublishedEdition;
}

/** Where a branch belongs on the last day of the period: its committee, and the round that this one holds. */
export interface Placement {
  /** Of the organization: only a branch is graded. */
  readonly kind: string;
  readonly alive: boolean;
  readonly sector: string | null;
  /** 党支部形式: a temporary branch is not graded. */
  readonly form: string;
  readonly workCommitteeId: string | null;
  readonly round: PlacementRound | null;
}

export interface PlacementRound {
  readonly roundId: string;
  readonly closed: boolean;
  /** The edition that grades this kind of organization of this sector; null: the round has none. */
  readonly edition: PublishedEdition | null;
  /** Whether the branch is exempt from the round. */
  readonly exempt: boolean;
}

/** The id of an event that nothing has recorded, so that nothing can name it. */
const UNRECORDED = '';

export const noInputs: GradingInputs = { ratings: new Map(), poll: null, dataMatch: null, vetoes: new Map() };
export const initialGrading: GradingState = { status: 'not-opened', prior: null };

export const evolveGrading: EvolveMap<{ state: GradingState; event: GradingEvent }> = {
  GradingOpened: (state, { data }) => opened(state, data),
  RatingSubmitted: received(({ ratings }, { rater, entries }, { metadata }) => ({
    ratings: new Map(ratings).set(rater, entries),
    ...(rater === SUPERIOR_RATER && { superior: handsIn(metadata), superiorAnew: true }),
  })),
  PollRecorded: received((_inputs, { ballots, answers }) => ({ poll: { ballots, answers } })),
  DataMatchRecorded: received((_inputs, { source, fields, standing }) => ({
    dataMatch: { source, fields, ...(standing && { standing }) },
  })),
  VetoRecorded: received(({ vetoes }, { veto, reason, basis, effectiveOn }, { id = UNRECORDED }) => ({
    vetoes: new Map(vetoes).set(veto, { reason, basis, effectiveOn, eventId: id }),
  })),
  VetoWithdrawn: received(({ vetoes }, { veto }) => ({
    vetoes: new Map([...vetoes].filter(([code]) => code !== veto)),
  })),
  BranchGraded: (state, event) => graded(state, event),
  GradeDetermined: (state, { id, data }) =>
    determinedAnew(state, (standing) => [...(data.replaces === undefined ? standing : []), made(id, data)]),
  DeterminationWithdrawn: (state, { data }) =>
    determinedAnew(state, (standing) => standing.filter(({ eventId }) => eventId !== data.corrects)),
  GradeRevised: (state, event) => graded(state, event, underDetermination(state)),
  GradeReassessed: (state, event) => graded(state, event, { determinations: determinationsIn(state) }),
  PriorGradeRecorded: (state, { id, data }) => prior(state, id, data),
  PriorGradeCorrected: (state, { id, data: { corrects: _corrected, reason: _reason, ...data } }) =>
    prior(state, id, data),
};

const made = <Decision>(eventId: string | undefined, decision: Decision): Made<Decision> => ({
  eventId: eventId ?? UNRECORDED,
  decision,
});

const determinationsIn = (state: GradingState): readonly Made<DeterminedGrade>[] =>
  state.status === 'graded' ? state.determinations : [];

const prior = (state: GradingState, eventId: string | undefined, decision: PriorGrade): GradingState =>
  state.status === 'not-opened' ? { ...state, prior: made(eventId, decision) } : state;

type Determined = Pick<GradedState, 'determinations' | 'standing'>;

/** A determination stays, and its grade with it, when the computed one under it is revised. */
function underDetermination(state: GradingState): Partial<Determined> {
  if (state.status !== 'graded' || state.determinations.length === 0) return {};
  return { determinations: state.determinations, standing: state.standing };
}

function determinedAnew(
  state: GradingState,
  to: (standing: Determined['determinations']) => Determined['determinations'],
): GradingState {
  if (state.status !== 'graded') return state;
  const determinations = to(state.determinations);
  const { grade } = (determinations.at(-1) ?? state.computed).decision;
  return { ...state, determinations, standing: grade };
}

type Sending = Omit<Identified<object>, 'data'>;

/** An input of a grading that is opened; before, there is nothing that it belongs to. */
function received<Data>(to: (inputs: GradingInputs, data: Data, sending: Sending) => Partial<GradingInputs>) {
  return (state: GradingState, { data, ...sending }: Identified<{ readonly data: Data }>): GradingState =>
    state.status === 'not-opened'
      ? state
      : { ...state, inputs: { ...state.inputs, ...to(state.inputs, data, sending) } };
}

/** Opened anew in another round, for the branch was moved: its inputs remain good under the same edition only. */
function opened(state: GradingState, assignment: Assignment): GradingState {
  const kept = state.status !== 'not-opened' && state.assignment.editionId === assignment.editionId;
  return { status: 'opened', assignment, inputs: kept ? state.inputs : noInputs };
}

function graded(
  state: GradingState,
  { id, data }: Identified<{ readonly data: ComputedGrade }>,
  kept: Partial<Determined> = {},
): GradingState {
  if (state.status === 'not-opened') return state;
  const inputs = { ...state.inputs, superiorAnew: false };
  const decided = { computed: made(id, data), determinations: [], standing: data.grade, ...kept };
  return { ...state, status: 'graded', inputs, ...decided };
}
