import type { RemediationEvent } from '@zhibu/contracts';
import { type Day, type EvolveMap } from '@zhibu/kernel';

/** 后进整顿 of one branch for one year's grades. */
export type RemediationState =
  | { readonly status: 'none' }
  | { readonly status: 'open' | 'accepted' | 'failed' | 'withdrawn'; readonly since: Day };

/** A confirmed grade of lagging standing. */
export interface LaggingGrade {
  readonly scheme: string;
  readonly roundId: string;
}

export const initialRemediation: RemediationState = { status: 'none' };

export const evolveRemediation: EvolveMap<{ state: RemediationState; event: RemediationEvent }> = {
  RemediationOpened: (_state, { data }) => ({ status: 'open', since: data.effectiveOn }),
  RemediationAccepted: (_state, { data }) => ({ status: 'accepted', since: data.effectiveOn }),
  RemediationFailed: (_state, { data }) => ({ status: 'failed', since: data.effectiveOn }),
  RemediationWithdrawn: (_state, { data }) => ({ status: 'withdrawn', since: data.effectiveOn }),
};
