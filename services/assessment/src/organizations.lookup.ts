import { lookup } from '@zhibu/feed';
import { registerHandlers } from '@zhibu/register';
import { keepCalendars } from './calendars.lookup.ts';

/** Keeps the register and its tree of every day, and the calendars of working days. */
export const organizationsLookup = lookup(
  'assessment-organizations',
  { service: 'organization' },
  { ...registerHandlers, WorkingDaysPublished: keepCalendars },
);
