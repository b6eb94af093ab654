import type { ActivityKind } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import type { Moment } from '../moment.ts';

export interface ActivityCountRow {
  readonly kind: ActivityKind;
  /** Held in the year, up to the day. */
  readonly held: number;
  /** Cadence periods of the year that ended on or before the day while the branch lived. */
  readonly due: number;
}

/** Activities held and due, every kind in the vocabulary's order, per branch and year in the order of the keys. Two statements. */
export async function activityCounts(
  model: ReadModel, keys: readonly { readonly branchId: string; readonly year: number }[], moment: Moment,
): Promise<readonly (readonly ActivityCountRow[])[]> {
  throw new Error(`not written yet: ${keys.length} ${moment.asOf} ${typeof model}`);
}
