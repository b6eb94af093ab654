import { type CalendarCommand, calendarContract, type CalendarEvent, refusing } from '@zhibu/contracts';
import { contentHash, decider, type FactsOf } from '@zhibu/kernel';
import { calendarFaults } from './calendar.rules.ts';
import { type CalendarState, evolveCalendar, noCalendar } from './calendar.state.ts';

const { refuseIf } = refusing(calendarContract);

const decide = { PublishWorkingDays: publish };

export interface CalendarDecision {
  readonly command: CalendarCommand;
  readonly state: CalendarState;
  readonly event: CalendarEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 工作日历: which days of a year are worked. */
export const calendarDecider = decider<CalendarDecision>({ initialState: noCalendar, evolve: evolveCalendar, decide });

/** What nobody has checked never replaces what stands. */
function publish(data: CalendarCommand['data'], state: CalendarState): CalendarEvent[] {
  const errors = calendarFaults(data);
  refuseIf(errors.length > 0, 'CALENDAR_INVALID', { errors });
  if (state.status === 'published') {
    const known = state.calendar;
    if (contentHash({ ...known, checked: data.checked }) === contentHash(data) && (known.checked || !data.checked))
      return [];
    refuseIf(!data.checked, 'CALENDAR_PUBLISHED', { field: 'checked' });
  }
  return [{ type: 'WorkingDaysPublished', data }];
}
