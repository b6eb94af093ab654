import { escalationLadder, type EscalationLevel } from '@zhibu/contracts';
import { addDays, type Day, daysBetween } from '@zhibu/kernel';

/** 复发: a problem of the same organization, aspect and item as one closed within so many days is its recurrence. */
export const RECURRENCE_DAYS = 365;

/** 整改延期不超过两次: a rectification is extended so often at most. */
export const EXTENSIONS_AT_MOST = 2;

/** A rectification is opened within so many days of the finding. */
const OPENED_WITHIN_DAYS = 15;

/** A completion is verified within so many days, during which the due date stands still. */
export const VERIFIED_WITHIN_DAYS = 15;

/** How far ahead a due date may lie, without a basis and with one. */
export const DUE_WITHIN_DAYS = { without: 90, withBasis: 180 } as const;

/** Whether a rectification due on a day is overdue for a level on another: day 1 is the day after the due date. */
export function isDue(level: EscalationLevel, dueOn: Day, today: Day): boolean {
  return daysBetween(dueOn, today) >= escalationLadder[level].fromDay;
}

/** Until when a completion that was reported on a day is to be verified. */
export const verifyBy = (reportedOn: Day): Day => addDays(reportedOn, VERIFIED_WITHIN_DAYS);

/** Whether one closed on a day comes back in what was found on another. */
export function recurs(closedOn: Day, foundOn: Day): boolean {
  const days = daysBetween(closedOn, foundOn);
  return days >= 0 && days <= RECURRENCE_DAYS;
}

/** Until when a rectification is to be opened of what was found on a day; who hears of it late has as long from then on. */
export const openBy = (foundOn: Day, today: Day): Day => addDays(later(foundOn, today), OPENED_WITHIN_DAYS);

/** The last day on which a due date may lie that is set on a day. */
export const dueUntil = (setOn: Day, hasBasis: boolean): Day =>
  addDays(setOn, hasBasis ? DUE_WITHIN_DAYS.withBasis : DUE_WITHIN_DAYS.without);

/** The due date of a rectification whose completion was reported on a day and rejected on another: it stood still meanwhile. */
export function dueAfterWaiting(dueOn: Day, reportedOn: Day, rejectedOn: Day): Day {
  return addDays(dueOn, Math.min(VERIFIED_WITHIN_DAYS, Math.max(0, daysBetween(reportedOn, rejectedOn))));
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
