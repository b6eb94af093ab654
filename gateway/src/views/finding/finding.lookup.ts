import type { FindingCode } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import type { Listing, Moment, Page } from '../moment.ts';

/**
 * The findings that stand on the day, own and derived from other streams, in the order of the ids; each list in the
 * order of the vocabulary. Two statements whatever the number of ids.
 */
export async function findingsOf(
  model: ReadModel, ids: readonly string[], moment: Moment,
): Promise<readonly (readonly FindingCode[])[]> {
  throw new Error(`not written yet: ${ids.length} ${moment.asOf} ${typeof model}`);
}

/** The living organizations under (and including) one that have a finding on the day, by code. */
export async function organizationsWithFinding(
  model: ReadModel, asked: { readonly under: string; readonly code: FindingCode }, at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  throw new Error(`not written yet: ${asked.under} ${at.moment.asOf} ${typeof model}`);
}
