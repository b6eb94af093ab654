import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { invalid, rule } from './refusals.ts';
import { basis, day, line, period } from './schema.ts';
import { calendarStream } from './streams.ts';

/** 放假调休: the days off of a holiday as the notice gives them, the last one included. */
const holiday = z.strictObject({ says: line(50), from: day, through: day });

/** `workdays`: the days of weekends that are worked. */
const workingDays = {
  year: period,
  holidays: z.array(holiday).max(30),
  workdays: z.array(day).max(30),
  /** The yearly notice on holidays. */
  basis,
  /** Whether a person has held it against the notice. */
  checked: z.boolean(),
};

export const calendarContract = aggregate(
  {
    service: 'organization',
    aggregate: 'calendar',
    streamName: 'calendar-<year>',
    statuses: { published: { zh: '已公布', en: 'published' } },
    events: {
      WorkingDaysPublished: {
        words: { zh: '公布工作日历', en: 'working days published' },
        leadsTo: 'published',
        shape: z.strictObject(workingDays),
      },
    },
    commands: { PublishWorkingDays: { right: 'register', about: null, shape: z.strictObject(workingDays) } },
    refusals: {
      CALENDAR_INVALID: invalid(
        '工作日历有误，请按所列各处对照放假通知更正',
        'the calendar of working days is wrong; hold the places named against the notice on holidays',
      ),
      CALENDAR_PUBLISHED: rule(
        '该年度的工作日历已公布；要更改须核对放假通知并注明已核对',
        'the working days of the year are published; to change them, check them against the notice and say so',
      ),
    },
  },
  ({ year }) => calendarStream(year),
);

export const { events: calendarEvents, commands: calendarCommands } = calendarContract;
export type CalendarEvent = EventsOf<typeof calendarContract>;
export type CalendarCommand = CommandsOf<typeof calendarContract>;
export type WorkingDays = Pick<CalendarEvent['data'], 'year' | 'holidays' | 'workdays'>;
