import { escalationLadder, type EscalationLevel, refusing } from '@zhibu/contracts';
import { addDays, type Day, daysBetween } from '@zhibu/kernel';

// For whatever an organization must do: the codes that problems and remediations share.
const { refuseIf } = refusing();

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

/** Whether one closed on a day comes back in what was found on another. */
export function recurs(closedOn: Day, foundOn: Day): boolean {
  const days = daysBetween(closedOn, foundOn);
  return days >= 0 && days <= RECURRENCE_DAYS;
}

/** Until when a rectification is to be opened of what was found on a day; who hears of it late has as long from then on. */
export const openBy = (foundOn: Day, today: Day): Day => addDays(later(foundOn, today), OPENED_WITHIN_DAYS);

/** The last day on which a due date may lie that is set on a day. */
export const dueUntil = (today: Day, hasBasis: boolean): Day =>
  addDays(today, hasBasis ? DUE_WITHIN_DAYS.withBasis : DUE_WITHIN_DAYS.without);

/** The due date of a rectification whose completion was reported on a day and rejected on another: it stood still meanwhile. */
export function dueAfterWaiting(dueOn: Day, reportedOn: Day, rejectedOn: Day): Day {
  return addDays(dueOn, Math.min(VERIFIED_WITHIN_DAYS, Math.max(0, daysBetween(reportedOn, rejectedOn))));
}

/** What a step says of its day, and the step before it. */
export interface Dated {
  readonly effectiveOn?: Day | undefined;
  readonly reason?: string | undefined;
}

/**
 * The day a step takes effect: today unless the command says otherwise. A day that is past is stated with a reason, and
 * lies after that of the step before; who may state one is for the caller to ask.
 * @throws Refusal EFFECTIVE_IN_FUTURE, REASON_REQUIRED, BEFORE_LAST_STEP
 */
export function stepDay(
  { effectiveOn, reason }: Dated,
  { today, since }: { readonly today: Day; readonly since: Day },
): Day {
  const latest = later(today, since);
  if (effectiveOn === undefined) return latest;
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
  if (effectiveOn === today) return latest;
  refuseIf(reason === undefined, 'REASON_REQUIRED', { field: 'reason', effectiveOn, today });
  refuseIf(effectiveOn <= since, 'BEFORE_LAST_STEP', { field: 'effectiveOn', effectiveOn, since });
  return effectiveOn;
}

/** Whether a command states a day that is past. */
export const isDatedBack = ({ effectiveOn }: Pick<Dated, 'effectiveOn'>, today: Day): boolean =>
  effectiveOn !== undefined && effectiveOn < today;

/**
 * The day something was found, a fact: never later than today. What the system says of a day to come holds from today, for
 * its clock need not be that of the log its cause stands in. @throws Refusal EFFECTIVE_IN_FUTURE
 */
export function foundDay(
  effectiveOn: Day | undefined,
  { today, actor }: { readonly today: Day; readonly actor: { readonly role: string } },
): Day {
  if (effectiveOn === undefined || effectiveOn <= today) return effectiveOn ?? today;
  refuseIf(actor.role !== 'system', 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
  return today;
}

/** The day an end takes effect that nobody in the duty decides: that of its cause, as far as the steps before allow. */
export function endDay(
  effectiveOn: Day | undefined,
  { today, since }: { readonly today: Day; readonly since: Day },
): Day {
  return later(effectiveOn ?? today, since);
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
