import { type ReviewStep, reviewSteps } from '@zhibu/contracts';
import { addDays, addYears, type Day } from '@zhibu/kernel';
import type { Application, DesignationState } from './designation.state.ts';
import { refusal } from './designation.rules.ts';

/** 验收: passed within so many days before the decision. */
const ACCEPTED_WITHIN_DAYS = 90;
/** 取消命名满一年后方可再次申报. */
const AGAIN_AFTER_YEARS = 1;

/** Whether an acceptance of a day still counts for what is decided on another. */
export const acceptedRecently = (acceptedOn: Day | null, decidedOn: Day): boolean =>
  acceptedOn !== null && acceptedOn <= decidedOn && addDays(acceptedOn, ACCEPTED_WITHIN_DAYS) >= decidedOn;

/** Whether what was revoked on a day may be applied for on another. */
export const mayApplyAgain = (revokedOn: Day, today: Day): boolean => addYears(revokedOn, AGAIN_AFTER_YEARS) <= today;

/** The step of the review that comes next; undefined: all are passed. */
export const nextStep = ({ passed }: Application): ReviewStep | undefined =>
  reviewSteps.find((step) => !passed.includes(step));

/** Whether all steps are passed, and nothing is returned. */
export const isReviewed = (state: DesignationState): boolean =>
  state.status === 'applied' && state.application.returnedBy === null && nextStep(state.application) === undefined;

/** The application that is being dealt with, under notice or not yet. @throws Refusal APPLICATION_MISSING */
export function applicationOf(state: DesignationState): Extract<DesignationState, { application: Application }> {
  if ('application' in state) return state;
  throw refusal('APPLICATION_MISSING', { status: state.status });
}
