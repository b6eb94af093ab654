import type { Acceptance, DesignationEvent, ObjectionOutcome, ReviewStep } from '@zhibu/contracts';
import { type Day, type EvolveMap, handsOf } from '@zhibu/kernel';
import { type HeldStatus, type Looks, noLooks, settledLooks, withLook } from './reinspection.rules.ts';

type DataOf<Type extends DesignationEvent['type']> = Extract<DesignationEvent, { type: Type }>['data'];

/** What is designated, by which programme. */
export type Subject = Pick<DataOf<'DesignationApplied'>, 'programmeId' | 'organizationId' | 'level' | 'programmeKind'>;

/** 申报 that is being dealt with. */
export interface Application {
  readonly appliedOn: Day;
  readonly documentNo: string;
  /** Who applied, whichever time. */
  readonly applicants: readonly string[];
  /** The steps passed. */
  readonly passed: readonly ReviewStep[];
  /** 退回: the step that returned it last; null: it is not returned. */
  readonly returnedBy: ReviewStep | null;
  /** Who reviewed it on the spot. */
  readonly reviewers: readonly string[];
  readonly acceptance: Acceptance | null;
}

/** 公示. */
export interface Notice {
  readonly from: Day;
  /** The first day on which it is over. */
  readonly to: Day;
  readonly year: string;
  /** By id; the outcome is null while it is open. */
  readonly objections: ReadonlyMap<string, Objection>;
}

export interface Objection {
  readonly said: Pick<DataOf<'ObjectionRaised'>, 'objectionId' | 'kind' | 'says' | 'raisedOn'>;
  readonly outcome: ObjectionOutcome | null;
  /** Who took it in; never who raised it, whom nobody records. */
  readonly takenInBy: readonly string[];
}

/** A designation once it is, or was, in force. */
export interface Held {
  /** From which day on it is in force. */
  readonly since: Day;
  /** The first day on which its validity is over; null: it has no end. */
  readonly until: Day | null;
  /** The day of the reinspection that passed last. */
  readonly reinspectedOn: Day | null;
  readonly looks: Looks;
  /** 承接: whose designation it goes on with; null: its own. */
  readonly passedFrom: string | null;
  /** From before the platform: what was recorded. */
  readonly prior: DataOf<'PriorDesignationRecorded'> | null;
  /** The revocations that an appeal overturned: none of them revokes it a second time. */
  readonly overturned: readonly string[];
}

export type DesignationState =
  | { readonly status: 'none' }
  | (Known & { readonly status: 'applied'; readonly application: Application })
  | (Known & { readonly status: 'noticed'; readonly application: Application; readonly notice: Notice })
  | (Known & { readonly status: 'withdrawn' | 'rejected' })
  | InForce
  | Ended;
export type InForce = Known & { readonly status: HeldStatus; readonly held: Held };
/** `held` null: it ended before it was designated. */
export type Ended = Known & {
  readonly status: 'revoked' | 'expired';
  readonly held: Held | null;
  readonly because: string;
  /** How it stood until then; null: it was not in force. */
  readonly stood: HeldStatus | null;
  readonly plaque: 'out' | 'returned';
};

export interface Known {
  readonly subject: Subject;
  /** The day of the last step. */
  readonly on: Day;
}

export const noDesignation: DesignationState = { status: 'none' };

export const evolveDesignation: EvolveMap<{ state: DesignationState; event: DesignationEvent }> = {
  PriorDesignationRecorded: (_state, { data }) => ({
    ...knownFrom(data),
    status: 'designated',
    held: { ...begun(data), prior: data },
  }),
  DesignationApplied: (state, { data, metadata }) => ({
    ...knownFrom(data),
    status: 'applied',
    application: {
      appliedOn: data.effectiveOn,
      documentNo: data.recommendation.documentNo,
      applicants: [...(applicationIn(state)?.applicants ?? []), ...(metadata ? handsOf(metadata.actor) : [])],
      passed: [],
      returnedBy: null,
      reviewers: [],
      acceptance: null,
    },
  }),
  ApplicationWithdrawn: (_state, { data }) => ({ ...knownFrom(data), status: 'withdrawn' }),
  ApplicationReviewed: (state, { data, metadata }) => {
    if (state.status !== 'applied') return state;
    const hands = metadata && data.step === 'committee' ? handsOf(metadata.actor) : [];
    return { ...state, ...knownFrom(data), application: reviewed(state.application, data, hands) };
  },
  ApplicationRejected: (_state, { data }) => ({ ...knownFrom(data), status: 'rejected' }),
  PublicNoticeStarted: (state, { data }) => {
    const application = applicationIn(state);
    if (!application) return state;
    const { from, to, year } = data;
    return { ...knownFrom(data), status: 'noticed', application, notice: { from, to, year, objections: new Map() } };
  },
  ObjectionRaised: (state, { data: { objectionId, kind, says, raisedOn }, metadata }) =>
    objected(state, objectionId, () => ({
      said: { objectionId, kind, says, raisedOn },
      outcome: null,
      takenInBy: metadata ? handsOf(metadata.actor) : [],
    })),
  ObjectionResolved: (state, { data: { objectionId, outcome } }) =>
    objected(state, objectionId, (known) => known && { ...known, outcome }),
  BranchDesignated: (_state, { data }) => ({ ...knownFrom(data), status: 'designated', held: begun(data) }),
  ReinspectionPassed: (state, { data }) =>
    whileHeld(state, data, 'designated', ({ looks }) => ({
      reinspectedOn: data.inspectedOn,
      looks: withLook(looks, data, 'designated'),
    })),
  ReinspectionConditional: (state, { data }) =>
    whileHeld(state, data, 'conditional', ({ looks }) => ({ looks: withLook(looks, data, 'conditional') })),
  ReinspectionFailed: (state, { data }) =>
    whileHeld(state, data, 'failed', ({ looks }) => ({ looks: withLook(looks, data, 'failed') })),
  RevocationWaived: (state, { data }) =>
    whileHeld(state, data, 'designated', ({ looks }) => ({ looks: settledLooks(looks) })),
  DesignationRevoked: (state, { data }) => ended(state, data, { status: 'revoked', because: data.revocationId }),
  DesignationRestored: (state, { data }) =>
    whileHeld(state, data, 'designated', ({ overturned, looks }) => ({
      looks: settledLooks(looks),
      overturned: data.revocationId === undefined ? overturned : [...overturned, data.revocationId],
    })),
  DesignationRenewed: (state, { data }) => whileHeld(state, data, 'designated', () => ({ until: data.until })),
  DesignationExpired: (state, { data }) => ended(state, data, { status: 'expired', because: data.because }),
  DesignationPassed: (_state, { data }) => ({
    ...knownFrom(data),
    status: 'designated',
    held: { ...begun(data), passedFrom: data.predecessorId },
  }),
  PlaqueReturned: (state) => ('plaque' in state ? { ...state, plaque: 'returned' } : state),
};

function knownFrom({
  programmeId,
  organizationId,
  level,
  programmeKind,
  effectiveOn,
}: Subject & { readonly effectiveOn: Day }): Known {
  return { subject: { programmeId, organizationId, level, programmeKind }, on: effectiveOn };
}

const begun = ({
  effectiveOn,
  until = null,
}: {
  readonly effectiveOn: Day;
  readonly until?: Day | null | undefined;
}): Held => ({
  since: effectiveOn,
  until,
  reinspectedOn: null,
  looks: noLooks,
  passedFrom: null,
  prior: null,
  overturned: [],
});

const applicationIn = (state: DesignationState): Application | undefined =>
  'application' in state ? state.application : undefined;

function reviewed(
  before: Application,
  { step, outcome, acceptance }: DataOf<'ApplicationReviewed'>,
  hands: readonly string[],
): Application {
  if (outcome === 'returned') return { ...before, returnedBy: step };
  return {
    ...before,
    passed: [...before.passed, step],
    returnedBy: null,
    reviewers: [...before.reviewers, ...hands],
    acceptance: acceptance ?? before.acceptance,
  };
}

function objected(
  state: DesignationState,
  id: string,
  to: (known: Objection | undefined) => Objection | undefined,
): DesignationState {
  if (state.status !== 'noticed') return state;
  const { notice } = state;
  const objection = to(notice.objections.get(id));
  if (!objection) return state;
  return { ...state, notice: { ...notice, objections: new Map(notice.objections).set(id, objection) } };
}

function whileHeld(
  state: DesignationState,
  data: Subject & { readonly effectiveOn: Day },
  status: InForce['status'],
  to: (held: Held) => Partial<Held> = () => ({}),
): DesignationState {
  if (!('held' in state) || state.held === null) return state;
  const { subject, on } = knownFrom(data);
  // What an inspection found is of the day of its visit, which may come after a later step.
  return { subject, on: on > state.on ? on : state.on, status, held: { ...state.held, ...to(state.held) } };
}

function ended(
  state: DesignationState,
  data: Subject & { readonly effectiveOn: Day },
  by: Pick<Ended, 'status' | 'because'>,
): DesignationState {
  const held = 'held' in state ? state.held : null;
  const stood = 'held' in state && !('because' in state) ? state.status : null;
  return { ...knownFrom(data), ...by, held, stood, plaque: 'out' };
}
