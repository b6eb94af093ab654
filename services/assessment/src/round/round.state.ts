import type { ObjectionOutcome, RoundEdition, RoundEvent, RoundExemption, RoundStep } from '@zhibu/contracts';
import { type Day, type EvolveMap, handsOf } from '@zhibu/kernel';

/** 一轮定级: the gradings that a work committee holds in a scheme and a period; closing it is the 核准 of its grades. */
export type RoundState =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly round: Round }
  | { readonly status: 'closed'; readonly round: Round; readonly closedOn: Day };

export interface Round {
  readonly roundId: string;
  readonly workCommitteeId: string;
  readonly scheme: string;
  readonly period: string;
  readonly openedOn: Day;
  /** Each grades other organizations than the others do. */
  readonly editions: readonly RoundEdition[];
  readonly steps: ReadonlySet<RoundStep>;
  /** Who is exempt, by id. */
  readonly exempt: ReadonlyMap<string, RoundExemption>;
  /** 党组审核, by unit: of which list, by which document. */
  readonly reviews: ReadonlyMap<string, { readonly listHash: string; readonly documentNo: string }>;
  /** 公示: the latest. */
  readonly notice: RoundNotice | null;
  /** By id; the outcome is null while it is open. */
  readonly objections: ReadonlyMap<string, Objection>;
  /** Who was admitted after the closing, and by whom as far as it is told. */
  readonly late: ReadonlyMap<string, readonly string[]>;
}

export interface RoundNotice {
  readonly listHash: string;
  readonly from: Day;
  /** The first day on which it is over. */
  readonly to: Day;
  readonly branches: ReadonlySet<string>;
}

interface Objection {
  /** What it says, without where. */
  readonly said: Pick<DataOf<'RoundObjectionRaised'>, 'objectionId' | 'branchId' | 'kind' | 'says' | 'raisedOn'>;
  readonly outcome: ObjectionOutcome | null;
}

type DataOf<Type extends RoundEvent['type']> = Extract<RoundEvent, { type: Type }>['data'];

export const initialRound: RoundState = { status: 'none' };

export const evolveRound: EvolveMap<{ state: RoundState; event: RoundEvent }> = {
  RoundOpened: (_state, { data: { roundId, workCommitteeId, scheme, period, openedOn, editions, steps } }) => ({
    status: 'open',
    round: {
      roundId,
      workCommitteeId,
      scheme,
      period,
      openedOn,
      editions,
      steps: new Set(steps.map(({ step }) => step)),
      exempt: new Map(),
      reviews: new Map(),
      notice: null,
      objections: new Map(),
      late: new Map(),
    },
  }),
  RoundEditionAdded: (state, { data: { edition } }) =>
    changed(state, ({ editions }) => ({ editions: [...editions, edition] })),
  BranchExempted: (state, { data: { branchId, because, reason, basis } }) =>
    changed(state, ({ exempt }) => ({ exempt: new Map(exempt).set(branchId, { branchId, because, reason, basis }) })),
  UnitReviewRecorded: (state, { data: { unitId, listHash, basis } }) =>
    changed(state, ({ reviews }) => ({
      reviews: new Map(reviews).set(unitId, { listHash, documentNo: basis.documentNo }),
    })),
  RoundNoticeStarted: (state, { data: { listHash, from, to, branches } }) =>
    changed(state, () => ({
      notice: { listHash, from, to, branches: new Set(branches.map(({ branchId }) => branchId)) },
    })),
  RoundObjectionRaised: (state, { data: { objectionId, branchId, kind, says, raisedOn } }) =>
    changed(state, ({ objections }) => ({
      objections: new Map(objections).set(objectionId, {
        said: { objectionId, kind, says, raisedOn, ...(branchId !== undefined && { branchId }) },
        outcome: null,
      }),
    })),
  RoundObjectionResolved: (state, { data: { objectionId, outcome } }) =>
    changed(state, ({ objections }) => {
      const known = objections.get(objectionId);
      return known ? { objections: new Map(objections).set(objectionId, { ...known, outcome }) } : {};
    }),
  LateBranchAdmitted: (state, { data: { branchId }, metadata }) =>
    changed(state, ({ late }) => ({ late: new Map(late).set(branchId, metadata ? handsOf(metadata.actor) : []) })),
  RoundClosed: (state, { data: { effectiveOn } }) =>
    state.status === 'none' ? state : { status: 'closed', round: state.round, closedOn: effectiveOn },
};

function changed(state: RoundState, to: (round: Round) => Partial<Round>): RoundState {
  return state.status === 'none' ? state : { ...state, round: { ...state.round, ...to(state.round) } };
}
