import { readFileSync } from 'node:fs';
import { calendarCommands, type CalendarCommand, calendarStream } from '@zhibu/contracts';
import { folded } from '@zhibu/event-store';
import { derivedId } from '@zhibu/kernel';
import type { DueCommand, ServiceContext, Timetable } from '@zhibu/service-kit';
import { z } from 'zod';
import { calendarDecider } from './calendar.decider.ts';

const file = new URL('../../data/working-days.json', import.meta.url);

/** The years that ship, by the notices on holidays; a person has still to check them. */
export const shippedYears = (): readonly CalendarCommand['data'][] =>
  z.array(calendarCommands.PublishWorkingDays.schema).parse(JSON.parse(readFileSync(file, 'utf8')));

/** Publishes each year that ships, while nobody has published it. */
export function calendarTimetable({ store }: Pick<ServiceContext, 'store'>): Timetable {
  const calendars = folded(store, calendarDecider);
  return {
    name: 'calendar',
    due: async () => {
      const states = await Promise.all(
        shippedYears().map(async (data) => ({ data, state: await calendars(calendarStream(data.year), isPublished) })),
      );
      return states.flatMap(({ data, state }): DueCommand[] =>
        state.status === 'none'
          ? [{ commandId: derivedId('calendar', data.year), name: 'PublishWorkingDays', data }]
          : [],
      );
    },
    // Somebody has published the year since it was looked up.
    alreadySo: ['CALENDAR_PUBLISHED'],
  };
}

const isPublished = ({ status }: { readonly status: string }): boolean => status === 'published';
