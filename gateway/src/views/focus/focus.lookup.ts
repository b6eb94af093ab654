import type { Wording } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import type { Page } from '../moment.ts';

export interface FocusPage {
  readonly entries: readonly { readonly branchId: string; readonly reasons: readonly Wording[] }[];
  readonly hasNext: boolean;
  readonly totalCount: number;
}

/** The living branches under an organization whose last grade in any scheme its edition marks for focus, by code. */
export async function focusList(
  model: ReadModel, asked: { readonly under: string; readonly today: Day }, page: Page,
): Promise<FocusPage> {
  throw new Error(`not written yet: ${asked.under} ${page.first} ${typeof model}`);
}
