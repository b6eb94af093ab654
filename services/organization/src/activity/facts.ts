import type { OrganizationKind } from '@zhibu/contracts';
import type { Day, Sent } from '@zhibu/kernel';
import type { Timeline } from '../organization/timeline.ts';
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
      /** How many members were reported, probationary ones included. */
      readonly members: Timeline<number>;
    };

export interface CorrectingFacts extends Sent {
  readonly branch: BranchFacts;
}

export interface ActivityFacts extends CorrectingFacts {
  /** The activity recorded under the same external id for whichever branch and year. */
  readonly elsewhere: Activity | undefined;
}
