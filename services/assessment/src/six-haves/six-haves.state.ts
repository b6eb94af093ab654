import type { CheckedItem, SixHavesEvent } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';

/** 六有 of a branch, as checked last. */
export type SixHavesState = { readonly status: 'none' } | SixHavesChecked;

export interface SixHavesChecked {
  readonly status: 'recorded';
  readonly on: Day;
  readonly occasion: Recorded['occasion'];
  readonly items: readonly CheckedItem[];
  readonly unmet: readonly string[];
}

type Recorded = SixHavesEvent['data'];

export const notChecked: SixHavesState = { status: 'none' };

export const evolveSixHaves: EvolveMap<{ state: SixHavesState; event: SixHavesEvent }> = {
  SixHavesRecorded: (_state, { data: { effectiveOn, occasion, items, unmet } }) => ({
    status: 'recorded',
    on: effectiveOn,
    occasion,
    items,
    unmet,
  }),
};
