import type { CommandNamed, RemediationCommand, RemediationEvent } from '@zhibu/contracts';
import { type Day, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import { endDay, foundDay, stepDay } from '../problem/problem.rules.ts';
import { refuseIf, sinceOpened } from './remediation.rules.ts';
import {
  evolveRemediation,
  initialRemediation,
  type LaggingGrade,
  type RemediationState,
} from './remediation.state.ts';

type DataOf<Name extends RemediationCommand['name']> = CommandNamed<Name>['data'];

const decide = {
  OpenRemediation: openRemediation,
  AcceptRemediation: acceptRemediation,
  FailRemediation: failRemediation,
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
  return [{ type: 'RemediationOpened', data: { branchId, year, effectiveOn, grounds: [...lagging] } }];
}

export interface AcceptanceFacts extends SuperiorFacts {
  /** The branch's problems that are neither closed nor dismissed. */
  readonly openProblems: readonly string[];
}

/** Accepted by the superior, and only when the branch's problems are closed. */
function acceptRemediation(
  data: DataOf<'AcceptRemediation'>,
  state: RemediationState,
  facts: AcceptanceFacts,
): RemediationEvent[] {
  if (state.status === 'accepted') return [];
  const since = sinceOpened(state);
  const { branchId, year, note } = data;
  refuseOtherThanSuperior(facts);
  const { openProblems, today } = facts;
  refuseIf(openProblems.length > 0, 'REMEDIATION_PROBLEMS_OPEN', {
    count: openProblems.length,
    problems: openProblems.slice(0, 100),
  });
  const effectiveOn = stepDay({ effectiveOn: data.effectiveOn, reason: note }, { today, since });
  return [{ type: 'RemediationAccepted', data: { branchId, year, effectiveOn, ...(note !== undefined && { note }) } }];
}

function failRemediation(
  data: DataOf<'FailRemediation'>,
  state: RemediationState,
  facts: SuperiorFacts,
): RemediationEvent[] {
  if (state.status === 'failed') return [];
  const since = sinceOpened(state);
  const { branchId, year, reason } = data;
  refuseOtherThanSuperior(facts);
  return [
    {
      type: 'RemediationFailed',
      data: { branchId, year, effectiveOn: stepDay(data, { today: facts.today, since }), reason },
    },
  ];
}

/** Withdrawn when no lagging grade of the year holds any longer, or the branch is dissolved; for no other reason. */
function withdrawRemediation(
  data: DataOf<'WithdrawRemediation'>,
  state: RemediationState,
  facts: Omit<GradeFacts, 'actor'>,
): RemediationEvent[] {
  if (state.status === 'withdrawn') return [];
  const since = sinceOpened(state);
  const { branchId, year, reason } = data;
  const { lagging, dissolvedOn, today } = facts;
  const isDissolved = dissolvedOn !== null && dissolvedOn <= today;
  refuseIf(lagging.length > 0 && !isDissolved, 'REMEDIATION_STILL_DUE', { grades: lagging });
  const because = lagging.length > 0 ? 'branch-dissolved' : 'grade-changed';
  return [
    {
      type: 'RemediationWithdrawn',
      data: { branchId, year, effectiveOn: endDay(data.effectiveOn, { today, since }), because, reason },
    },
  ];
}
