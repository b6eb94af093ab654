import { addYears, type Day } from '@zhibu/kernel';
import { ACTS_YEARS_AHEAD } from './organization.rules.ts';
import { refusing } from './refusing.ts';

// The day of a step of any procedure (domain.md, section 2); the codes are those that aggregates share.
const { refuseIf } = refusing();

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

/**
 * The day of an act: today unless named, not before `from` and at most 2 years ahead; what is named is the day in `field`.
 * Source: domain.md, section 2. @throws Refusal ACT_TOO_EARLY, ACT_TOO_FAR
 */
export function actDay(
  named: Day | undefined,
  { today, from, field = 'effectiveOn' }: { readonly today: Day; readonly from: Day; readonly field?: string },
): Day {
  const day = named ?? later(today, from);
  refuseIf(day < from, 'ACT_TOO_EARLY', { field, [field]: day, from });
  const latest = addYears(today, ACTS_YEARS_AHEAD);
  refuseIf(day > latest, 'ACT_TOO_FAR', { field, [field]: day, latest });
  return day;
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
