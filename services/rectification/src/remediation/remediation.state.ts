import type { RemediationEvent, ToldLevel } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';

type DataOf<Type extends RemediationEvent['type']> = Extract<RemediationEvent, { type: Type }>['data'];

/** A confirmed grade of lagging standing. */
export interface LaggingGrade {
  readonly scheme: string;
  readonly roundId: string;
}

/** What the branch owes next. */
export type Owed = Pick<DataOf<'RemediationOpened'>, 'owes' | 'dueOn' | 'dueVersion'>;

/** 后进整顿 of one branch for one year's grades, since its last step. */
export interface Remediation {
  readonly openedOn: Day;
  readonly since: Day;
  readonly grounds: readonly LaggingGrade[];
  readonly owed: Owed;
  /** Levels told since it was set what is owed. */
  readonly levels: readonly ToldLevel[];
  /** The term; null: not planned. */
  readonly until: Day | null;
  /** The term of which it was told that it is over. */
  readonly toldOfTerm: Day | null;
  readonly plan: DataOf<'RemediationPlanned'> | null;
  readonly reported: string | null;
  readonly continuations: number;
}

export type RemediationState =
  | { readonly status: 'none' }
  | OpenRemediation
  | ({ readonly status: 'accepted' | 'confirmed' | 'withdrawn' } & Remediation);
export type OpenRemediation = { readonly status: 'open' } & Remediation;

export const initialRemediation: RemediationState = { status: 'none' };

export const evolveRemediation: EvolveMap<{ state: RemediationState; event: RemediationEvent }> = {
  RemediationOpened: (_state, { data }) => ({
    status: 'open',
    openedOn: data.effectiveOn,
    since: data.effectiveOn,
    grounds: data.grounds,
    owed: owedIn(data),
    levels: [],
    until: null,
    toldOfTerm: null,
    plan: null,
    reported: null,
    continuations: 0,
  }),
  GroundAdded: stepped((state, { grounds }) => ({ ...state, grounds: [...state.grounds, ...grounds] })),
  RemediationPlanned: stepped((state, data) => ({
    ...state,
    owed: owedIn(data),
    levels: [],
    until: data.until,
    plan: data,
  })),
  RemediationReported: stepped((state, data) => ({ ...state, owed: owedIn(data), levels: [], reported: data.says })),
  // Told, and no step: a superior may date a step back beyond it.
  RemediationEscalated: (state, { data: { level, owes, dueOn } }) => {
    if (state.status === 'none') return state;
    return owes === 'acceptance' ? { ...state, toldOfTerm: dueOn } : { ...state, levels: [...state.levels, level] };
  },
  RemediationAccepted: stepped((state) => ({ ...state, status: 'accepted' })),
  AcceptanceConfirmed: stepped((state) => ({ ...state, status: 'confirmed' })),
  RemediationContinued: stepped((state, data) => ({
    ...state,
    status: 'open',
    owed: owedIn(data),
    levels: [],
    until: data.until,
    continuations: state.continuations + 1,
  })),
  RemediationWithdrawn: stepped((state) => ({ ...state, status: 'withdrawn' })),
};

const owedIn = ({ owes, dueOn, dueVersion }: Owed): Owed => ({ owes, dueOn, dueVersion });

type Known = Exclude<RemediationState, { status: 'none' }>;

/** A step of a remediation that is known: it takes effect from its day on. */
function stepped<Data extends { readonly effectiveOn: Day }>(to: (state: Known, data: Data) => Known) {
  return (state: RemediationState, { data }: { readonly data: Data }): RemediationState =>
    state.status === 'none' ? state : to({ ...state, since: data.effectiveOn }, data);
}
