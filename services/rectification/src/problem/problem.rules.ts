import { escalationLadder, type EscalationLevel, refusing } from '@zhibu/contracts';
import { type Day, daysBetween } from '@zhibu/kernel';

// For whatever a branch must do: the codes that problems and remediations share.
const { refuseIf } = refusing();

/** 复发: a problem of the same branch, aspect and item as one closed within so many days is its recurrence. */
export const RECURRENCE_DAYS = 365;

/** 整改延期不超过两次: a rectification is extended so often at most. */
export const EXTENSIONS_AT_MOST = 2;

/** Whether a rectification due on a day is overdue for a level on another: day 1 is the day after the due date. */
export function isDue(level: EscalationLevel, dueOn: Day, today: Day): boolean {
  return daysBetween(dueOn, today) >= escalationLadder[level].fromDay;
}

/** Whether one closed on a day comes back in what was found on another. */
export function recurs(closedOn: Day, foundOn: Day): boolean {
  const days = daysBetween(closedOn, foundOn);
  return days >= 0 && days <= RECURRENCE_DAYS;
}

/**
 * The day a step takes effect: today unless the command says otherwise, neither in the future nor before the step
 * before. @throws Refusal EFFECTIVE_IN_FUTURE, BEFORE_LAST_STEP
 */
export function stepDay(
  effectiveOn: Day | undefined,
  { today, since }: { readonly today: Day; readonly since?: Day },
): Day {
  const day = effectiveOn ?? (since !== undefined && since > today ? since : today);
  refuseIf(effectiveOn !== undefined && effectiveOn > today, 'EFFECTIVE_IN_FUTURE', {
    field: 'effectiveOn',
    effectiveOn,
    today,
  });
  refuseIf(since !== undefined && day < since, 'BEFORE_LAST_STEP', { field: 'effectiveOn', effectiveOn: day, since });
  return day;
}

/**
 * The day something was found: as a step's, but what the system says of a day to come holds from today, for its clock
 * need not be that of the log its cause stands in. @throws Refusal EFFECTIVE_IN_FUTURE
 */
export function foundDay(
  effectiveOn: Day | undefined,
  { today, actor }: { readonly today: Day; readonly actor: { readonly role: string } },
): Day {
  const early = effectiveOn !== undefined && effectiveOn > today && actor.role === 'system';
  return stepDay(early ? today : effectiveOn, { today });
}

/** The day an end takes effect that nobody in the duty decides: that of its cause, as far as the steps before allow. */
export function endDay(
  effectiveOn: Day | undefined,
  { today, since }: { readonly today: Day; readonly since: Day },
): Day {
  const day = effectiveOn ?? today;
  return day < since ? since : day;
}
