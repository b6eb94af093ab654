import { type CommandNamed, endDay, foundDay, type RemediationCommand, type RemediationEvent } from '@zhibu/contracts';
import { addMonths, type Day, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import { escalateRemediation, planRemediation, reportRemediation } from './progress.decider.ts';
import {
  type Conclusion,
  CONTINUED_AT_MOST,
  CONTINUED_MONTHS,
  dayOfStep,
  goingOn,
  isPassedFollowUp,
  planOwed,
  refusal,
  refuseIf,
  reportOwed,
} from './remediation.rules.ts';
import {
  evolveRemediation,
  initialRemediation,
  type LaggingGrade,
  type RemediationState,
} from './remediation.state.ts';

type DataOf<Name extends RemediationCommand['name']> = CommandNamed<Name>['data'];

const decide = {
  OpenRemediation: openRemediation,
  AddGround: addGround,
  PlanRemediation: planRemediation,
  ReportRemediation: reportRemediation,
  EscalateRemediation: escalateRemediation,
  AcceptRemediation: acceptRemediation,
  ConfirmAcceptance: confirmAcceptance,
  ContinueRemediation: continueRemediation,
  WithdrawRemediation: withdrawRemediation,
};

export interface RemediationDecision {
  readonly command: RemediationCommand;
  readonly state: RemediationState;
  readonly event: RemediationEvent;
  readonly facts: FactsOf<typeof decide>;
}

export const remediationDecider = decider<RemediationDecision>({
  initialState: initialRemediation,
  evolve: evolveRemediation,
  decide,
});

/** What opening and withdrawing rest on. */
export interface GradeFacts extends Sent {
  /** The confirmed grades of the year that are of lagging standing, as they stand now, by scheme. */
  readonly lagging: readonly LaggingGrade[];
  readonly dissolvedOn: Day | null;
}

/** Opened when a confirmed grade is of lagging standing; once more after a withdrawal, never after a superior's word. */
function openRemediation(
  data: DataOf<'OpenRemediation'>,
  state: RemediationState,
  facts: GradeFacts,
): RemediationEvent[] {
  if (state.status !== 'none' && state.status !== 'withdrawn') return [];
  const { branchId, year } = data;
  const { today, lagging, dissolvedOn } = facts;
  refuseIf(lagging.length === 0, 'NO_CONFIRMED_LAGGING_GRADE', { field: 'branchId', year });
  const effectiveOn =
    state.status === 'none'
      ? foundDay(data.effectiveOn, facts)
      : endDay(data.effectiveOn, { today, since: state.since });
  refuseIf(dissolvedOn !== null && dissolvedOn <= effectiveOn, 'BRANCH_DISSOLVED', { field: 'branchId', dissolvedOn });
  const owed = planOwed(effectiveOn, today, state.status === 'none' ? 0 : state.owed.dueVersion);
  return [{ type: 'RemediationOpened', data: { branchId, year, effectiveOn, grounds: [...lagging], ...owed } }];
}

/** A second lagging grade of the year is another ground of the remediation that goes on. */
function addGround(data: DataOf<'AddGround'>, state: RemediationState, facts: GradeFacts): RemediationEvent[] {
  if (state.status !== 'open') return [];
  const { branchId, year } = data;
  const known = new Set(state.grounds.map(({ scheme }) => scheme));
  const grounds = facts.lagging.filter(({ scheme }) => !known.has(scheme));
  if (grounds.length === 0) return [];
  const effectiveOn = endDay(data.effectiveOn, { today: facts.today, since: state.since });
  return [{ type: 'GroundAdded', data: { branchId, year, effectiveOn, grounds, ...state.owed } }];
}

export interface AcceptanceFacts extends SuperiorFacts {
  /** The branch's problems that are neither closed nor dismissed. */
  readonly openProblems: readonly string[];
  /** How the inspection was concluded that is named; null: no such conclusion is known. */
  readonly conclusion: Conclusion | null;
}

/** 验收: by the superior after a follow-up on the spot that was passed, and only when the branch's problems are closed. */
function acceptRemediation(
  data: DataOf<'AcceptRemediation'>,
  state: RemediationState,
  facts: AcceptanceFacts,
): RemediationEvent[] {
  if (state.status === 'accepted' || state.status === 'confirmed') return [];
  const open = goingOn(state);
  refuseOtherThanSuperior(facts);
  const { openProblems, conclusion } = facts;
  refuseIf(openProblems.length > 0, 'REMEDIATION_PROBLEMS_OPEN', {
    count: openProblems.length,
    problems: openProblems.slice(0, 100),
  });
  const of = { branchId: data.branchId, openedOn: open.openedOn };
  // What is not of this branch is told from what is not there by nothing.
  if (!conclusion || !isPassedFollowUp(conclusion, of)) throw refusal('FOLLOW_UP_REQUIRED', { field: 'inspectionId' });
  const effectiveOn = dayOfStep(data, open, facts);
  refuseIf(effectiveOn < conclusion.concludedOn, 'ACCEPTED_BEFORE_FOLLOW_UP', { field: 'effectiveOn' });
  return [{ type: 'RemediationAccepted', data: { ...data, effectiveOn } }];
}

export interface CommitteeFacts extends SuperiorFacts {
  /** The work committee of the branch; null: none is known. */
  readonly committeeId: string | null;
}

/** 工委确认验收. */
function confirmAcceptance(
  data: DataOf<'ConfirmAcceptance'>,
  state: RemediationState,
  facts: CommitteeFacts,
): RemediationEvent[] {
  if (state.status === 'confirmed') return [];
  if (state.status !== 'accepted') {
    goingOn(state);
    refuseIf(true, 'REMEDIATION_NOT_ACCEPTED');
    return [];
  }
  const { committeeId, actor } = facts;
  refuseIf(actor.organizationId === undefined, 'ACTS_FOR_NOBODY', { superiors: committeeId ? [committeeId] : [] });
  refuseIf(actor.organizationId !== committeeId, 'NOT_THE_COMMITTEE', { committeeId });
  return [{ type: 'AcceptanceConfirmed', data: { ...data, effectiveOn: dayOfStep(data, state, facts) } }];
}

/** 继续整顿: not passed; three months more, twice at most. */
function continueRemediation(
  data: DataOf<'ContinueRemediation'>,
  state: RemediationState,
  facts: SuperiorFacts,
): RemediationEvent[] {
  const open = goingOn(state);
  refuseOtherThanSuperior(facts);
  refuseIf(open.continuations >= CONTINUED_AT_MOST, 'CONTINUATIONS_EXHAUSTED', { continuations: open.continuations });
  const effectiveOn = dayOfStep(data, open, facts);
  const from = open.until !== null && open.until > effectiveOn ? open.until : effectiveOn;
  const until = addMonths(from, CONTINUED_MONTHS);
  return [
    { type: 'RemediationContinued', data: { ...data, effectiveOn, until, ...reportOwed(effectiveOn, open.owed) } },
  ];
}

/**
 * Withdrawn when no lagging grade of the year holds any longer, or the branch is dissolved; for no other reason. One that is
 * accepted and not yet confirmed ends by a dissolution alone: a better grade is what it was for.
 */
function withdrawRemediation(
  data: DataOf<'WithdrawRemediation'>,
  state: RemediationState,
  facts: Omit<GradeFacts, 'actor'>,
): RemediationEvent[] {
  if (state.status === 'withdrawn') return [];
  const { branchId, year, reason } = data;
  const { lagging, dissolvedOn, today } = facts;
  const isDissolved = dissolvedOn !== null && dissolvedOn <= today;
  const isAccepted = state.status === 'accepted';
  const { since } = isAccepted && isDissolved ? state : goingOn(state);
  refuseIf(lagging.length > 0 && !isDissolved, 'REMEDIATION_STILL_DUE', { grades: lagging });
  const because = isAccepted || lagging.length > 0 ? 'branch-dissolved' : 'grade-changed';
  return [
    {
      type: 'RemediationWithdrawn',
      data: { branchId, year, effectiveOn: endDay(data.effectiveOn, { today, since }), because, reason },
    },
  ];
}
