import { seenByOperator } from '../scope/access.ts';
import type { SeenId, Subtree } from '../scope/seen.ts';

/** An organization as look-ups are asked about it by somebody who sees everything. */
export const seen = (id: string): SeenId => seenByOperator(id);

/** Whatever stands under it. */
export const whole = (id: string): Subtree => ({ id: seen(id) });
