import type { RoundEdition, RoundEvent, RoundExemption, RoundStep } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';

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
}

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
    },
  }),
  RoundEditionAdded: (state, { data: { edition } }) =>
    changed(state, ({ editions }) => ({ editions: [...editions, edition] })),
  BranchExempted: (state, { data: { branchId, because, reason, basis } }) =>
    changed(state, ({ exempt }) => ({ exempt: new Map(exempt).set(branchId, { branchId, because, reason, basis }) })),
  RoundClosed: (state, { data: { effectiveOn } }) =>
    state.status === 'none' ? state : { status: 'closed', round: state.round, closedOn: effectiveOn },
};

function changed(state: RoundState, to: (round: Round) => Partial<Round>): RoundState {
  return state.status === 'none' ? state : { ...state, round: { ...state.round, ...to(state.round) } };
}
