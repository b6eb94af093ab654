import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { periodOf } from '@zhibu/kernel';
import { conflict } from './refusals.ts';
import { count, day, line, organizationId } from './schema.ts';
import { activityStream } from './streams.ts';
import { activityKinds } from './vocabulary.ts';

const activity = z.strictObject({
  branchId: organizationId,
  externalId: line(128),
  kind: z.enum(activityKinds),
  heldOn: day,
  attendance: count(),
});

export const activityContract = aggregate(
  {
    service: 'organization',
    aggregate: 'activity',
    streamName: 'activity-<branchId>:<year>',
    statuses: {},
    events: { ActivityRecorded: { words: { zh: '记录组织生活', en: 'activity recorded' }, shape: activity } },
    commands: { RecordActivity: { right: 'record-activity', about: 'branchId', shape: activity } },
    refusals: {
      ACTIVITY_DIFFERS: conflict(
        '同一外部编号的活动已登记且内容不同',
        'an activity of this external id is recorded with other content',
      ),
    },
  },
  (data) => activityStream(data.branchId, periodOf(data.heldOn)),
);

export const { events: activityEvents, commands: activityCommands } = activityContract;
export type ActivityEvent = EventsOf<typeof activityContract>;
export type ActivityCommand = CommandsOf<typeof activityContract>;
