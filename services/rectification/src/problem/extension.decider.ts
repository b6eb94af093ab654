import type { CommandNamed, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import { type Day, handsOf, shareAHand } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import { EXTENSIONS_AT_MOST } from './problem.rules.ts';
import type { ProblemState, UnderWay } from './problem.state.ts';
import { dayOfStep, goingOn, refusal, refuseDueTooFar, refuseIf, running } from './step.rules.ts';

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];

/** 申请延期整改: with a reason, beyond today and the due date, and at most twice. */
export function requestExtension(
  data: DataOf<'RequestExtension'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const under = goingOn(state);
  const { until, reason, basis } = data;
  const { requested, extensions } = under.work;
  if (requested?.until === until && requested.reason === reason) return [];
  refuseIf(requested !== null, 'EXTENSION_PENDING', { until: requested?.until });
  refuseIf(extensions >= EXTENSIONS_AT_MOST, 'EXTENSIONS_EXHAUSTED', { extensions });
  refuseNotLater(until, under, facts.today);
  refuseDueTooFar({ dueOn: until, field: 'until', hasBasis: basis !== undefined }, facts.today);
  const effectiveOn = dayOfStep(data, under, facts);
  const asked = { ...running(under), effectiveOn, until, reason, requesterId: facts.actor.personId };
  return [{ type: 'ExtensionRequested', data: { ...asked, ...(basis !== undefined && { basis }) } }];
}

function refuseNotLater(until: Day, { work: { dueOn } }: UnderWay, today: Day): void {
  refuseIf(until <= dueOn || until <= today, 'EXTENSION_NOT_LATER', { field: 'until', until, dueOn, today });
}

/** The superior moves the due date; the ladder begins anew. */
export function grantExtension(
  data: DataOf<'GrantExtension'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const { under, requested } = pending(state, facts);
  refuseNotLater(requested.until, under, facts.today);
  const granted = {
    ...running(under),
    effectiveOn: dayOfStep(data, under, facts),
    reason: data.reason ?? requested.reason,
    dueOn: requested.until,
    dueVersion: under.problem.dueDates + 1,
  };
  return [{ type: 'ExtensionGranted', data: granted }];
}

export function refuseExtension(
  data: DataOf<'RefuseExtension'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const { under } = pending(state, facts);
  const effectiveOn = dayOfStep(data, under, facts);
  return [{ type: 'ExtensionRefused', data: { ...running(under), effectiveOn, reason: data.reason } }];
}

/** The request that a superior decides on, who did not make it. */
function pending(
  state: ProblemState,
  facts: SuperiorFacts,
): { readonly under: UnderWay; readonly requested: NonNullable<UnderWay['work']['requested']> } {
  const under = goingOn(state);
  const { requested } = under.work;
  if (!requested) throw refusal('EXTENSION_NOT_REQUESTED');
  refuseOtherThanSuperior(facts);
  const { requesterIds } = requested;
  refuseIf(shareAHand(handsOf(facts.actor), requesterIds), 'GRANTED_BY_REQUESTER', { requesterId: requesterIds[0] });
  return { under, requested };
}
