import type { RevocationEvent } from '@zhibu/contracts';
import { type Day, type EvolveMap, handsOf, type Identified } from '@zhibu/kernel';

type DataOf<Type extends RevocationEvent['type']> = Extract<RevocationEvent, { type: Type }>['data'];
type Proposed = DataOf<'RevocationProposed'>;

/** What is to be revoked, by which case. */
export type Subject = Pick<Proposed, 'revocationId' | 'programmeId' | 'organizationId' | 'level' | 'programmeKind'>;

/** 取消命名: a case of one designation. */
export interface Case {
  readonly subject: Subject;
  /** The first day of the designation: of no other one of the organization is it a case. */
  readonly designatedOn: Day;
  readonly proposal: Pick<Proposed, 'grounds' | 'facts'>;
  readonly bodyId: string;
  /** Who had a hand in the proposal. */
  readonly proposers: readonly string[];
  /** Who inspected what stands behind it. */
  readonly inspectors: readonly string[];
  /** Until when it is to be decided. */
  readonly decideBy: Day;
  /** null: the organization is not notified. */
  readonly notice: { readonly documentNo: string; readonly respondBy: Day } | null;
  /** What the organization said; null: nothing. */
  readonly statement: string | null;
  readonly grace: { readonly from: Day; readonly until: Day; readonly reason: string } | null;
}

export interface Decision extends Pick<DataOf<'RevocationDecided'>, 'outcome' | 'bodyId' | 'bodyLevel'> {
  readonly documentNo: string;
  readonly decidedOn: Day;
  /** null: it is retained. */
  readonly revokedFrom: Day | null;
  readonly reason: string | null;
  readonly deciders: readonly string[];
  /** The last day of an appeal; null: there is none. */
  readonly appealBy: Day | null;
}

export interface Appeal {
  readonly says: string;
  readonly decideBy: Day;
}

/** How an appeal ended. */
export interface Ending extends Pick<DataOf<'AppealDecided'>, 'outcome'> {
  readonly documentNo: string;
  readonly reason: string | null;
}

export type Undecided = Case & { readonly status: 'proposed' | 'notified' | 'answered' };
export type RevocationState =
  | { readonly status: 'none' }
  | Undecided
  | (Case & { readonly status: 'decided'; readonly decision: Decision })
  | (Case & { readonly status: 'appealed'; readonly decision: Decision; readonly appeal: Appeal })
  | (Case & {
      readonly status: 'appeal-decided';
      readonly decision: Decision;
      readonly appeal: Appeal;
      readonly ending: Ending;
    });

export const noRevocation: RevocationState = { status: 'none' };

export const isUndecided = (state: RevocationState): state is Undecided =>
  state.status === 'proposed' || state.status === 'notified' || state.status === 'answered';

const handsIn = ({ metadata }: Pick<Identified<RevocationEvent>, 'metadata'>): readonly string[] =>
  metadata ? handsOf(metadata.actor) : [];

export const evolveRevocation: EvolveMap<{ state: RevocationState; event: RevocationEvent }> = {
  RevocationProposed: (_state, event) => ({
    status: 'proposed',
    ...proposedBy(event.data),
    proposers: handsIn(event),
    notice: null,
    statement: null,
    grace: null,
  }),
  BranchNotified: (state, { data: { basis, respondBy } }) =>
    isUndecided(state) ? { ...state, status: 'notified', notice: { documentNo: basis.documentNo, respondBy } } : state,
  StatementSubmitted: (state, { data }) =>
    isUndecided(state) ? { ...state, status: 'answered', statement: data.says } : state,
  GraceGranted: (state, { data: { effectiveOn, until, reason } }) =>
    isUndecided(state) ? { ...state, grace: { from: effectiveOn, until, reason } } : state,
  RevocationDecided: (state, event) => {
    if (!isUndecided(state)) return state;
    return { ...state, status: 'decided', decision: { ...decidedBy(event.data), deciders: handsIn(event) } };
  },
  AppealLodged: (state, { data: { says, decideBy } }) =>
    state.status === 'decided' ? { ...state, status: 'appealed', appeal: { says, decideBy } } : state,
  AppealDecided: (state, { data: { outcome, basis, reason = null } }) =>
    state.status === 'appealed'
      ? { ...state, status: 'appeal-decided', ending: { outcome, documentNo: basis.documentNo, reason } }
      : state,
};

const proposedBy = ({ designatedOn, grounds, facts, inspectors, bodyId, decideBy, ...said }: Proposed) => {
  const { revocationId, programmeId, organizationId, level, programmeKind } = said;
  return {
    subject: { revocationId, programmeId, organizationId, level, programmeKind },
    designatedOn,
    proposal: { grounds, facts },
    inspectors,
    bodyId,
    decideBy,
  };
};

const decidedBy = ({ effectiveOn, basis, ...said }: DataOf<'RevocationDecided'>): Omit<Decision, 'deciders'> => {
  const { outcome, bodyId, bodyLevel, revokedFrom = null, reason = null, appealBy = null } = said;
  const paper = { documentNo: basis.documentNo, decidedOn: effectiveOn };
  return { outcome, bodyId, bodyLevel, ...paper, revokedFrom, reason, appealBy };
};
