import {
  type Dated,
  escalationLadder,
  type EscalationLevel,
  type InspectionMode,
  type InspectionOutcome,
  type InspectionPurpose,
  isDatedBack,
  refusing,
  remediationContract,
  stepDay,
} from '@zhibu/contracts';
import { addDays, addMonths, type Day, daysBetween } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import type { OpenRemediation, Owed, RemediationState } from './remediation.state.ts';

export const { refuseIf, refusal } = refusing(remediationContract);

/** A plan is due within so many days of the opening, as far as anybody could know of it. */
const PLANNED_WITHIN_DAYS = 15;
/** A report is due so many months after the step before. */
const REPORTED_EVERY_MONTHS = 1;
/** The term of a remediation, and by how much and how often it is continued. */
export const TERM_MONTHS = 6;
export const CONTINUED_MONTHS = 3;
export const CONTINUED_AT_MOST = 2;

const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** What is owed once a remediation is opened on a day, and heard of on another. */
export const planOwed = (openedOn: Day, today: Day, before: number): Owed => ({
  owes: 'plan',
  dueOn: addDays(later(openedOn, today), PLANNED_WITHIN_DAYS),
  dueVersion: before + 1,
});

/** The report that is owed next after a step, from its day: who dates a step back knew of it then. */
export const reportOwed = (steppedOn: Day, { dueVersion }: Owed): Owed => ({
  owes: 'report',
  dueOn: addMonths(steppedOn, REPORTED_EVERY_MONTHS),
  dueVersion: dueVersion + 1,
});

/** Whether what is owed is overdue for a level. */
export const isMissing = (level: EscalationLevel, { dueOn }: Owed, today: Day): boolean =>
  daysBetween(dueOn, today) >= escalationLadder[level].fromDay;

/** The remediation that goes on. @throws Refusal REMEDIATION_NOT_OPEN */
export function goingOn(state: RemediationState): OpenRemediation {
  if (state.status === 'open') return state;
  throw refusal('REMEDIATION_NOT_OPEN', { status: state.status });
}

/** The day of a step; only a superior dates one back. @throws Refusal of {@link stepDay}, ACTS_FOR_NOBODY, NOT_THE_SUPERIOR */
export function dayOfStep(dated: Dated, { since }: { readonly since: Day }, facts: SuperiorFacts): Day {
  if (isDatedBack(dated, facts.today)) refuseOtherThanSuperior(facts);
  return stepDay(dated, { today: facts.today, since });
}

/** How an inspection was concluded. */
export interface Conclusion {
  readonly organizationId: string;
  readonly purpose: InspectionPurpose;
  readonly mode: InspectionMode;
  readonly outcome: InspectionOutcome;
  readonly concludedOn: Day;
}

/** 整改回访合格: of the branch, on the spot, and concluded after its remediation was opened (domain.md, section 5). */
export const isPassedFollowUp = (
  { organizationId, purpose, mode, outcome, concludedOn }: Conclusion,
  { branchId, openedOn }: { readonly branchId: string; readonly openedOn: Day },
): boolean =>
  organizationId === branchId &&
  purpose === 'follow-up' &&
  mode === 'on-site' &&
  outcome === 'pass' &&
  concludedOn > openedOn;
