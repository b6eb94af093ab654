import type { OrganizationKind } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { Activity } from './activity.state.ts';

/** What the register knows of the branch that held an activity. */
export type BranchFacts =
  | { readonly status: 'unknown' }
  | { readonly status: 'cancelled' }
  | {
      readonly status: 'known';
      readonly kind: OrganizationKind;
      readonly openedOn: Day;
      readonly dissolvedOn: Day | undefined;
    };

export interface ActivityFacts {
  readonly branch: BranchFacts;
  /** The activity recorded under the same external id for whichever branch and year. */
  readonly elsewhere: Activity | undefined;
}
