import type { ActivityCommand, ActivityEvent } from '@zhibu/contracts';
import type { Decider, Decision } from '@zhibu/kernel';
import { refuseBranch, sameActivity } from './activity.rules.ts';
import { type ActivityState, evolveActivities, noActivities } from './activity.state.ts';
import type { ActivityFacts } from './facts.ts';

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
