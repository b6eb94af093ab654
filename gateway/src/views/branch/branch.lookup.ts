import type { ReadModel } from '../../read-model.ts';
import type { Listing, Moment, Page } from '../moment.ts';

export interface BranchFilter {
  /** Needs `scheme`; without a grade, a scheme asks for branches that have any grade in it. */
  readonly grade?: string | undefined;
  readonly scheme?: string | undefined;
  readonly designated?: boolean | undefined;
  /** Case-insensitive. */
  readonly nameContains?: string | undefined;
}

/** The living branches under an organization on the day that pass the filter, by code, with their exact total. */
export async function branchesUnder(
  model: ReadModel, asked: { readonly under: string; readonly filter?: BranchFilter | undefined },
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  throw new Error(`not written yet: ${asked.under} ${at.moment.asOf} ${typeof model}`);
}
