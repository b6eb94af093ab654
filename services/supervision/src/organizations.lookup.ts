import { lookup } from '@zhibu/feed';
import { calendarHandlers, dutyHandlers, registerHandlers } from '@zhibu/register';

/** Keeps the register's kinds and tree of every day, the duties of people, and the calendars of working days. */
export const organizationsLookup = lookup(
  'supervision-organizations',
  { service: 'organization' },
  { ...registerHandlers, ...dutyHandlers, ...calendarHandlers },
);
