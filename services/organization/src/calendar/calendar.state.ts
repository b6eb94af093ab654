import type { CalendarEvent } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** 工作日历 of a year, as published last. */
export type CalendarState =
  | { readonly status: 'none' }
  | { readonly status: 'published'; readonly calendar: CalendarEvent['data'] };

export const noCalendar: CalendarState = { status: 'none' };

export const evolveCalendar: EvolveMap<{ state: CalendarState; event: CalendarEvent }> = {
  WorkingDaysPublished: (_state, { data }) => ({ status: 'published', calendar: data }),
};
