import type { Acceptance, CommandNamed, DesignationEvent, ReviewStep } from '@zhibu/contracts';
import { contentHash, type Day, handsOf, type Sent, shareAHand } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import { isInWindow, knownProgramme } from '../programme/programme.rules.ts';
import type { ProgrammeState } from '../programme/programme.state.ts';
import { applicationOf, mayApplyAgain, nextStep } from './application.rules.ts';
import { conditionErrors, type Standing, unmetConditions } from './condition.rules.ts';
import { isInForce, refusal, refuseIf } from './designation.rules.ts';
import type { Application, DesignationState } from './designation.state.ts';

/** Who applies, as the register has it today. */
export interface Applicant {
  readonly id: string;
  readonly kind: string;
  readonly alive: boolean;
  readonly isUnderBody: boolean;
}

export interface ApplyingFacts extends Sent {
  readonly programme: ProgrammeState;
  /** null: it is not registered. */
  readonly applicant: Applicant | null;
  readonly standing: Omit<Standing, 'today'>;
}

/** 申报: by the organization itself, recommended by its party group; a returned one is sent again, put in order. */
export function applyForDesignation(
  data: CommandNamed<'ApplyForDesignation'>['data'],
  state: DesignationState,
  facts: ApplyingFacts,
): DesignationEvent[] {
  const { programme } = knownProgramme(facts.programme);
  const { today, applicant } = facts;
  if (isSent(state, data)) return [];
  refuseRunning(state, facts);
  refuseOutside(applicant, programme);
  const isAgain = state.status === 'applied';
  refuseIf(!isAgain && !isInWindow(programme, today), 'OUTSIDE_WINDOW', { today, window: programme.window });
  const unmet = unmetConditions({ ...facts.standing, today });
  refuseIf(unmet.length > 0, 'MAY_NOT_APPLY', { conditions: unmet, errors: conditionErrors(unmet) });
  const { level, programmeKind } = programme;
  return [{ type: 'DesignationApplied', data: { ...data, level, programmeKind, effectiveOn: today } }];
}

const isSent = (state: DesignationState, { recommendation }: CommandNamed<'ApplyForDesignation'>['data']): boolean =>
  state.status === 'applied' &&
  state.application.returnedBy === null &&
  state.application.documentNo === recommendation.documentNo;

function refuseRunning(state: DesignationState, { today }: Sent): void {
  refuseIf(isInForce(state), 'ALREADY_DESIGNATED', { field: 'programmeId' });
  refuseIf(state.status === 'noticed', 'APPLICATION_OPEN');
  refuseIf(state.status === 'applied' && state.application.returnedBy === null, 'APPLICATION_OPEN');
  refuseIf(state.status === 'revoked' && !mayApplyAgain(state.on, today), 'REVOKED_WITHIN_YEAR');
}

/** Who may be designated by a programme: a living organization of its kinds under its body. @throws Refusal */
export function refuseOutside(
  applicant: Applicant | null,
  programme: { readonly subjects: readonly string[] },
): Applicant {
  const field = 'organizationId';
  if (!applicant) throw refusal('ORGANIZATION_UNKNOWN', { field });
  refuseIf(!applicant.alive, 'ORGANIZATION_DISSOLVED', { field });
  refuseIf(!programme.subjects.includes(applicant.kind), 'NOT_A_SUBJECT', { field, kind: applicant.kind });
  refuseIf(!applicant.isUnderBody, 'NOT_UNDER_BODY', { field });
  return applicant;
}

export function withdrawApplication(
  { reason }: CommandNamed<'WithdrawApplication'>['data'],
  state: DesignationState,
  { today }: Sent,
): DesignationEvent[] {
  if (state.status === 'withdrawn') return [];
  const { subject } = applicationOf(state);
  return [
    { type: 'ApplicationWithdrawn', data: { ...subject, effectiveOn: today, ...(reason !== undefined && { reason }) } },
  ];
}

export interface ReviewFacts extends SuperiorFacts {
  /** The work committee of the organization; null: none is known. */
  readonly committeeId: string | null;
  /** The day of the acceptance inspection that it names; null: it names none, or none that was passed. */
  readonly acceptedOn: Day | null;
}

/** 审核: one step after the other; what is returned names the items and a day. */
export function reviewApplication(
  data: CommandNamed<'ReviewApplication'>['data'],
  state: DesignationState,
  facts: ReviewFacts,
): DesignationEvent[] {
  const { subject, application, status } = applicationOf(state);
  if (isReviewedSo(application, data)) return [];
  refuseIf(status !== 'applied' || application.returnedBy !== null, 'REVIEW_OUT_OF_ORDER', { field: 'step' });
  const next = nextStep(application);
  refuseIf(data.step !== next, 'REVIEW_OUT_OF_ORDER', { field: 'step', next });
  refuseOtherThanReviewer(data.step, facts);
  refuseIf(shareAHand(application.applicants, handsOf(facts.actor)), 'REVIEWED_BY_APPLICANT');
  refuseIf(data.step === 'party-group' && !data.basis, 'REVIEW_BASIS_MISSING', { field: 'basis' });
  refuseUnsaid(data, facts);
  const { inspectionId: _inspection, ...said } = data;
  const acceptance = acceptanceIn(data, facts);
  return [
    {
      type: 'ApplicationReviewed',
      data: { ...said, ...subject, effectiveOn: facts.today, ...(acceptance && { acceptance }) },
    },
  ];
}

type Review = CommandNamed<'ReviewApplication'>['data'];

const isReviewedSo = (
  { passed, returnedBy }: Application,
  { step, outcome }: CommandNamed<'ReviewApplication'>['data'],
): boolean => (outcome === 'passed' ? passed.includes(step) : returnedBy === step);

/** The committee's step is the committee's; the others are the superior's, who also enters what the party group says. */
function refuseOtherThanReviewer(step: ReviewStep, facts: ReviewFacts): void {
  if (step !== 'committee') return refuseOtherThanSuperior(facts);
  const { committeeId, actor } = facts;
  refuseIf(actor.organizationId === undefined, 'ACTS_FOR_NOBODY', { superiors: committeeId ? [committeeId] : [] });
  refuseIf(actor.organizationId !== committeeId, 'NOT_THE_COMMITTEE', { committeeId });
}

function refuseUnsaid({ outcome, items, answerBy }: Review, { today }: Sent): void {
  const isWhole = items !== undefined && answerBy !== undefined && answerBy > today;
  refuseIf(outcome === 'returned' && !isWhole, 'RETURN_INCOMPLETE', {
    field: items === undefined ? 'items' : 'answerBy',
  });
}

/** 验收: the inspection that the committee's review names was concluded, and passed. @throws Refusal */
function acceptanceIn({ step, outcome, inspectionId }: Review, { acceptedOn }: ReviewFacts): Acceptance | undefined {
  if (inspectionId === undefined) return undefined;
  const isInPlace = step === 'committee' && outcome === 'passed';
  refuseIf(!isInPlace, 'ACCEPTANCE_OUT_OF_PLACE', { field: 'inspectionId' });
  if (acceptedOn === null) throw refusal('ACCEPTANCE_NOT_PASSED', { field: 'inspectionId', inspectionId });
  return { inspectionId, passedOn: acceptedOn };
}

/** 不予通过: by the superior or who stands above it, up to the committee; under notice too, where an objection was upheld. */
export function rejectApplication(
  { reason, basis }: CommandNamed<'RejectApplication'>['data'],
  state: DesignationState,
  facts: SuperiorFacts,
): DesignationEvent[] {
  if (state.status === 'rejected') return [];
  const { subject, application } = applicationOf(state);
  refuseOtherThanSuperior(facts);
  refuseIf(shareAHand(application.applicants, handsOf(facts.actor)), 'REVIEWED_BY_APPLICANT');
  return [
    { type: 'ApplicationRejected', data: { ...subject, effectiveOn: facts.today, reason, ...(basis && { basis }) } },
  ];
}

/** Whether two of the same kind say the same. */
export const same = (one: object, other: object): boolean => contentHash(one) === contentHash(other);
