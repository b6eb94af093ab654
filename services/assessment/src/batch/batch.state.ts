import type { BatchEvent } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** 一批拟命名名单: of a programme in a year. */
export type BatchState =
  | { readonly status: 'none' }
  | { readonly status: 'decided'; readonly batch: BatchEvent['data'] };

export const noBatch: BatchState = { status: 'none' };

export const evolveBatch: EvolveMap<{ state: BatchState; event: BatchEvent }> = {
  BatchDecided: (_state, { data }) => ({ status: 'decided', batch: data }),
};
