import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { periodOf } from '@zhibu/kernel';
import { conflict, invalid, notFound, rule } from './refusals.ts';
import { count, day, line, organizationId, period, text } from './schema.ts';
import { activityStream } from './streams.ts';
import { activityKinds } from './vocabulary.ts';

const named = { branchId: organizationId, externalId: line(128) };
const held = { kind: z.enum(activityKinds), heldOn: day, attendance: count() };
const activity = z.strictObject({ ...named, ...held });
/** `year`: the one under which it is recorded. */
const recorded = { ...named, year: period };

export const activityContract = aggregate(
  {
    service: 'organization',
    aggregate: 'activity',
    streamName: 'activity-<branchId>:<year>',
    statuses: {},
    events: {
      ActivityRecorded: { words: { zh: '记录组织生活', en: 'activity recorded' }, shape: activity },
      /** The activity as it was, whole. */
      ActivityCorrected: {
        words: { zh: '更正组织生活', en: 'activity corrected' },
        shape: z.strictObject({ ...named, ...held, reason: text(2000) }),
      },
      ActivityWithdrawn: {
        words: { zh: '撤回组织生活记录', en: 'activity withdrawn' },
        shape: z.strictObject({ ...recorded, reason: text(2000) }),
      },
    },
    commands: {
      RecordActivity: { right: 'record-activity', about: 'branchId', shape: activity },
      CorrectActivity: {
        right: 'record-activity',
        about: 'branchId',
        shape: z.strictObject({ ...recorded, ...held, reason: text(2000) }),
      },
      WithdrawActivity: {
        right: 'record-activity',
        about: 'branchId',
        shape: z.strictObject({ ...recorded, reason: text(2000) }),
      },
    },
    refusals: {
      ACTIVITY_DIFFERS: conflict(
        '同一外部编号的活动已登记且内容不同；登记有误请更正或撤回',
        'an activity of this external id is recorded with other content; correct or withdraw it',
      ),
      ACTIVITY_UNKNOWN: notFound(
        '该年度没有登记这个外部编号的活动，请核对编号和年度',
        'no activity of this external id is recorded in that year; check both',
      ),
      ACTIVITY_OTHER_YEAR: invalid(
        '活动日期不在登记的年度内；请撤回后重新登记',
        'the day lies in another year than the activity is recorded in; withdraw it and record it anew',
      ),
      ATTENDANCE_TOO_LARGE: rule(
        '参加人数超过已报党员数的两倍，请核对',
        'more attended than twice the reported members; check the number',
      ),
    },
  },
  (data) => activityStream(data.branchId, 'year' in data ? data.year : periodOf(data.heldOn)),
);

export const { events: activityEvents, commands: activityCommands } = activityContract;
export type ActivityEvent = EventsOf<typeof activityContract>;
export type ActivityCommand = CommandsOf<typeof activityContract>;
