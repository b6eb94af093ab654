import type { DataMatchEvent } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';
import type { DataMatch } from '../grading/grading.state.ts';

/** The figures of a branch as they were matched last. */
export type DataMatchState =
  | { readonly status: 'none' }
  | { readonly status: 'matched'; readonly match: DataMatch; readonly on: Day };

export const noMatch: DataMatchState = { status: 'none' };

export const evolveDataMatch: EvolveMap<{ state: DataMatchState; event: DataMatchEvent }> = {
  StandingMatchRecorded: (_state, { data: { source, fields, effectiveOn } }) => ({
    status: 'matched',
    match: { source, fields },
    on: effectiveOn,
  }),
};
