import type { ActivityCommand, ActivityEvent, CommandNamed } from '@zhibu/contracts';
import { decider, type FactsOf, periodOf } from '@zhibu/kernel';
import { differences, refusal, refuseBranch, refuseIf, sameActivity } from './activity.rules.ts';
import { type Activity, type ActivityState, evolveActivities, noActivities } from './activity.state.ts';
import type { ActivityFacts, CorrectingFacts } from './facts.ts';

const decide = { RecordActivity: recordActivity, CorrectActivity: correctActivity, WithdrawActivity: withdrawActivity };

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

function recordActivity(data: Activity, state: ActivityState, facts: ActivityFacts): ActivityEvent[] {
  const known = state.get(data.externalId) ?? facts.elsewhere;
  if (known && sameActivity(known, data)) return [];
  refuseBranch(data, facts);
  return [{ type: 'ActivityRecorded', data }];
}

/** The activity as it was, whole; as it is recorded, it is no news. */
function correctActivity(
  { year, ...data }: CommandNamed<'CorrectActivity'>['data'],
  state: ActivityState,
  facts: CorrectingFacts,
): ActivityEvent[] {
  const { branchId, externalId, heldOn } = data;
  const known = state.get(externalId);
  if (!known) throw refusal('ACTIVITY_UNKNOWN', { field: 'externalId', branchId, externalId, year });
  if (differences(known, data).length === 0) return [];
  refuseIf(periodOf(heldOn) !== year, 'ACTIVITY_OTHER_YEAR', { field: 'heldOn', heldOn, year });
  refuseBranch(data, facts);
  return [{ type: 'ActivityCorrected', data }];
}

/** Withdrawn, its external id is free again; sent again, a withdrawal is no news. */
function withdrawActivity(data: CommandNamed<'WithdrawActivity'>['data'], state: ActivityState): ActivityEvent[] {
  return state.has(data.externalId) ? [{ type: 'ActivityWithdrawn', data }] : [];
}
