import type { ActivityCommand, ActivityEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import { refuseBranch, sameActivity } from './activity.rules.ts';
import { type Activity, type ActivityState, evolveActivities, noActivities } from './activity.state.ts';
import type { ActivityFacts } from './facts.ts';

const decide = { RecordActivity: recordActivity };

export interface ActivityDecision {
  readonly command: ActivityCommand;
  readonly state: ActivityState;
  readonly event: ActivityEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** The organizational life of one branch in one year. */
export const activityDecider = decider<ActivityDecision>({
  initialState: noActivities,
  evolve: evolveActivities,
  decide,
});

function recordActivity(data: Activity, state: ActivityState, { branch, elsewhere }: ActivityFacts): ActivityEvent[] {
  const known = state.get(data.externalId) ?? elsewhere;
  if (known && sameActivity(known, data)) return [];
  refuseBranch(data, branch);
  return [{ type: 'ActivityRecorded', data }];
}
