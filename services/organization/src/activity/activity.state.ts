import type { ActivityEvent } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** 组织生活: what one activity was, by the id that the smart-party-building system gave it. */
export type Activity = ActivityEvent['data'];

/** The activities of one branch in one year, by external id. */
export type ActivityState = ReadonlyMap<string, Activity>;

export const noActivities: ActivityState = new Map();

export const evolveActivities: EvolveMap<{ state: ActivityState; event: ActivityEvent }> = {
  ActivityRecorded: (state, { data }) => new Map(state).set(data.externalId, data),
};
