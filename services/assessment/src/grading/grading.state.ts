import type { DataMatchField, GradingEvent, RatingEntry } from '@zhibu/contracts';
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

/** What a decision on a grade rests on beyond its own stream. */
export interface GradingFacts {
  /** The edition that the grading is held under; null while none is opened. */
  readonly edition: PublishedEdition | null;
  /** Whether the round that the grading belongs to is closed. */
  readonly roundClosed: boolean;
  /** Where the branch belongs on the period's last day; looked up for OpenGrading and RecordPriorGrade, null: it is not known. */
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
  readonly edition: PublishedEdition;
}

export const noInputs: GradingInputs = { ratings: new Map(), poll: null, dataMatch: null, vetoes: new Map() };
export const initialGrading: GradingState = { status: 'not-opened', prior: null };

export function evolveGrading(state: GradingState, event: GradingEvent): GradingState {
  switch (event.type) {
    case 'PriorGradeRecorded':
      return state.status === 'not-opened' ? { ...state, prior: event.data } : state;
    case 'GradingOpened':
      return opened(state, event.data);
    case 'BranchGraded':
    case 'GradeRevised':
      return graded(state, event.data);
    case 'GradeDetermined':
      return state.status === 'graded' ? { ...state, determined: event.data } : state;
    case 'RatingSubmitted':
    case 'PollRecorded':
    case 'DataMatchRecorded':
    case 'VetoRecorded':
    case 'VetoWithdrawn':
      return state.status === 'not-opened' ? state : { ...state, inputs: received(state.inputs, event) };
  }
}

/** Opened anew in another round, for the branch was moved: its inputs remain good under the same edition only. */
function opened(state: GradingState, assignment: Assignment): GradingState {
  const kept = state.status !== 'not-opened' && state.assignment.editionId === assignment.editionId;
  return { status: 'opened', assignment, inputs: kept ? state.inputs : noInputs };
}

function graded(state: GradingState, computed: ComputedGrade): GradingState {
  return state.status === 'not-opened' ? state : { ...state, status: 'graded', computed, determined: null };
}

type InputEvent = Extract<
  GradingEvent,
  { type: 'RatingSubmitted' | 'PollRecorded' | 'DataMatchRecorded' | 'VetoRecorded' | 'VetoWithdrawn' }
>;

function received(inputs: GradingInputs, event: InputEvent): GradingInputs {
  switch (event.type) {
    case 'RatingSubmitted':
      return { ...inputs, ratings: new Map(inputs.ratings).set(event.data.rater, event.data.entries) };
    case 'PollRecorded':
      return { ...inputs, poll: { ballots: event.data.ballots, answers: event.data.answers } };
    case 'DataMatchRecorded':
      return { ...inputs, dataMatch: { source: event.data.source, fields: event.data.fields } };
    case 'VetoRecorded':
      return { ...inputs, vetoes: new Map(inputs.vetoes).set(event.data.veto, event.data.reason) };
    case 'VetoWithdrawn': {
      const vetoes = new Map(inputs.vetoes);
      vetoes.delete(event.data.veto);
      return { ...inputs, vetoes };
    }
  }
}
