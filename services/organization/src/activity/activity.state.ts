import type { ActivityEvent } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** 组织生活: what one activity was, by the id that the smart-party-building system gave it. */
export type Activity = Extract<ActivityEvent, { readonly type: 'ActivityRecorded' }>['data'];

/** The activities of one branch in one year that were not withdrawn, by external id. */
export type ActivityState = ReadonlyMap<string, Activity>;

export const noActivities: ActivityState = new Map();

export const evolveActivities: EvolveMap<{ state: ActivityState; event: ActivityEvent }> = {
  ActivityRecorded: (state, { data }) => new Map(state).set(data.externalId, data),
  ActivityCorrected: (state, { data: { reason: _reason, ...activity } }) =>
    new Map(state).set(activity.externalId, activity),
  ActivityWithdrawn: (state, { data }) => new Map([...state].filter(([id]) => id !== data.externalId)),
};
