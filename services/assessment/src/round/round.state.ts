import type { RoundEvent } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

type Opened = Extract<RoundEvent, { type: 'RoundOpened' }>['data'];
type Closed = Extract<RoundEvent, { type: 'RoundClosed' }>['data'];

/** 一轮定级: the gradings that a work committee holds in a scheme and a period; closing it is the 核准 of its grades. */
export type RoundState =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly round: Opened }
  | { readonly status: 'closed'; readonly round: Closed };

export const initialRound: RoundState = { status: 'none' };

export const evolveRound: EvolveMap<{ state: RoundState; event: RoundEvent }> = {
  RoundOpened: (_state, { data }) => ({ status: 'open', round: data }),
  RoundClosed: (_state, { data }) => ({ status: 'closed', round: data }),
};
