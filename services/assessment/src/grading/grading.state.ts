import type { DataMatchField, GradingEvent, RatingEntry } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';
import type { PublishedEdition } from '../edition/edition.state.ts';

type DataOf<Type extends GradingEvent['type']> = Extract<GradingEvent, { type: Type }>['data'];

/** What a grade is computed from, as last recorded. */
export interface GradingInputs {
  /** Per itemised rater the whole rating; no entry for an item: nothing lost. */
  readonly ratings: ReadonlyMap<string, readonly RatingEntry[]>;
  readonly poll: Poll | null;
  readonly dataMatch: DataMatch | null;
  /** Vetoes in force, each with its reason. */
  readonly vetoes: ReadonlyMap<string, string | undefined>;
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
}

/** Under which edition and in which round a branch is graded. */
export type Assignment = DataOf<'GradingOpened'>;
export type ComputedGrade = DataOf<'BranchGraded'>;
export type DeterminedGrade = DataOf<'GradeDetermined'>;
export type PriorGrade = DataOf<'PriorGradeRecorded'>;

/** 定级: one branch, one scheme, one period. */
export type GradingState =
  | { readonly status: 'not-opened'; readonly prior: PriorGrade | null }
  | { readonly status: 'opened'; readonly assignment: Assignment; readonly inputs: GradingInputs }
  | {
      readonly status: 'graded';
      readonly assignment: Assignment;
      readonly inputs: GradingInputs;
      /** The latest that was computed, and what a superior has determined since, while it stands. */
      readonly computed: ComputedGrade;
      readonly determined: DeterminedGrade | null;
    };
export type OpenedGrading = Exclude<GradingState, { status: 'not-opened' }>;

/** What rests on the standard: an input, or a grade. */
export interface EditionFacts {
  /** The edition that the grading is held under; null while none is opened. */
  readonly edition: PublishedEdition | null;
}

export interface ClosureFacts {
  /** Whether the round that the grading belongs to is closed. */
  readonly roundClosed: boolean;
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

export const noInputs: GradingInputs = { ratings: new Map(), poll: null, dataMatch: null, vetoes: new Map() };
export const initialGrading: GradingState = { status: 'not-opened', prior: null };

export const evolveGrading: EvolveMap<{ state: GradingState; event: GradingEvent }> = {
  GradingOpened: (state, { data }) => opened(state, data),
  RatingSubmitted: received(({ ratings }, { rater, entries }) => ({ ratings: new Map(ratings).set(rater, entries) })),
  PollRecorded: received((_inputs, { ballots, answers }) => ({ poll: { ballots, answers } })),
  DataMatchRecorded: received((_inputs, { source, fields }) => ({ dataMatch: { source, fields } })),
  VetoRecorded: received(({ vetoes }, { veto, reason }) => ({ vetoes: new Map(vetoes).set(veto, reason) })),
  VetoWithdrawn: received(({ vetoes }, { veto }) => ({
    vetoes: new Map([...vetoes].filter(([code]) => code !== veto)),
  })),
  BranchGraded: (state, { data }) => graded(state, data),
  GradeDetermined: (state, { data }) => (state.status === 'graded' ? { ...state, determined: data } : state),
  GradeRevised: (state, { data }) => graded(state, data),
  PriorGradeRecorded: (state, { data }) => (state.status === 'not-opened' ? { ...state, prior: data } : state),
};

/** An input of a grading that is opened; before, there is nothing that it belongs to. */
function received<Data>(to: (inputs: GradingInputs, data: Data) => Partial<GradingInputs>) {
  return (state: GradingState, { data }: { readonly data: Data }): GradingState =>
    state.status === 'not-opened' ? state : { ...state, inputs: { ...state.inputs, ...to(state.inputs, data) } };
}

/** Opened anew in another round, for the branch was moved: its inputs remain good under the same edition only. */
function opened(state: GradingState, assignment: Assignment): GradingState {
  const kept = state.status !== 'not-opened' && state.assignment.editionId === assignment.editionId;
  return { status: 'opened', assignment, inputs: kept ? state.inputs : noInputs };
}

function graded(state: GradingState, computed: ComputedGrade): GradingState {
  return state.status === 'not-opened' ? state : { ...state, status: 'graded', computed, determined: null };
}
