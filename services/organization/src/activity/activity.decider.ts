import type { ActivityCommand, ActivityEvent, OrganizationKind } from '@zhibu/contracts';
import type { Day, Decider, Decision } from '@zhibu/kernel';
import { refuseBranch, sameActivity } from './activity.rules.ts';
import { type Activity, type ActivityState, evolveActivities, noActivities } from './activity.state.ts';

/** What the register knows of the branch that held an activity. */
export type BranchFacts =
  | { readonly status: 'unknown' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'known'; readonly kind: OrganizationKind; readonly openedOn: Day; readonly dissolvedOn: Day | undefined };

export interface ActivityFacts {
  readonly branch: BranchFacts;
  /** The activity recorded under the same external id for whichever branch and year. */
  readonly elsewhere: Activity | undefined;
}

export interface ActivityDecision extends Decision {
  readonly command: ActivityCommand;
  readonly state: ActivityState;
  readonly event: ActivityEvent;
  readonly facts: ActivityFacts;
}

/** The organizational life of one branch in one year. */
export const activityDecider: Decider<ActivityDecision> = {
  initialState: noActivities,
  evolve: evolveActivities,
  decide: ({ data }, state, facts) => {
    const known = state.get(data.externalId) ?? facts.elsewhere;
    if (known && sameActivity(known, data)) return [];
    refuseBranch(data, facts.branch);
    return [{ type: 'ActivityRecorded', data }];
  },
};
