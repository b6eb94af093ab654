import type { OrganizationKind } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import type { Listing, Moment, Page } from '../moment.ts';

export interface OrganizationRow {
  /** Its code, which is its id. */
  readonly id: string;
  readonly kind: OrganizationKind;
  readonly name: string;
  readonly parentId: string | null;
  readonly sector: string | null;
  readonly openedOn: Day;
  /** As known at the moment; null while it lives. */
  readonly dissolvedOn: Day | null;
}

/** Organizations by id, in the order of the ids; undefined where none is known at the moment. One statement. */
export async function organizationsById(
  model: ReadModel, ids: readonly string[], moment: Moment,
): Promise<readonly (OrganizationRow | undefined)[]> {
  throw new Error(`not written yet: ${ids.length} ${moment.asOf} ${typeof model}`);
}

/** The living children of each parent on the day, a page for each, in the order of the parents. One statement. */
export async function childrenOf(
  model: ReadModel, parentIds: readonly string[], at: { readonly moment: Moment; readonly page: Page },
): Promise<readonly Listing[]> {
  throw new Error(`not written yet: ${parentIds.length} ${at.moment.asOf} ${typeof model}`);
}
