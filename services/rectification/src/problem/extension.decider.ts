import type { CommandNamed, ProblemCommand, ProblemEvent } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';
import { refuseOtherThanSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import { EXTENSIONS_AT_MOST, stepDay } from './problem.rules.ts';
import type { ProblemState, UnderWay } from './problem.state.ts';
import { goingOn, refusal, refuseIf, running } from './step.rules.ts';

type DataOf<Name extends ProblemCommand['name']> = CommandNamed<Name>['data'];

/** 申请延期整改: with a reason, beyond the due date, and at most twice. */
export function requestExtension(
  data: DataOf<'RequestExtension'>,
  state: ProblemState,
  { today }: Pick<Sent, 'today'>,
): ProblemEvent[] {
  const under = goingOn(state);
  const { until, reason } = data;
  const { requested, dueOn, extensions } = under.work;
  if (requested?.until === until && requested.reason === reason) return [];
  refuseIf(requested !== null, 'EXTENSION_PENDING', { until: requested?.until });
  refuseIf(extensions >= EXTENSIONS_AT_MOST, 'EXTENSIONS_EXHAUSTED', { extensions });
  refuseIf(until <= dueOn, 'EXTENSION_NOT_LATER', { field: 'until', dueOn });
  const effectiveOn = stepDay(data.effectiveOn, { today, since: under.problem.since });
  return [{ type: 'ExtensionRequested', data: { ...running(under), effectiveOn, until, reason } }];
}

/** The superior moves the due date; the ladder begins anew. */
export function grantExtension(
  data: DataOf<'GrantExtension'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const { under, requested } = pending(state);
  refuseOtherThanSuperior(facts);
  const effectiveOn = stepDay(data.effectiveOn, { today: facts.today, since: under.problem.since });
  return [
    {
      type: 'ExtensionGranted',
      data: {
        ...running(under),
        effectiveOn,
        reason: requested.reason,
        dueOn: requested.until,
        dueVersion: under.problem.dueDates + 1,
      },
    },
  ];
}

export function refuseExtension(
  data: DataOf<'RefuseExtension'>,
  state: ProblemState,
  facts: SuperiorFacts,
): ProblemEvent[] {
  const { under } = pending(state);
  refuseOtherThanSuperior(facts);
  const effectiveOn = stepDay(data.effectiveOn, { today: facts.today, since: under.problem.since });
  return [{ type: 'ExtensionRefused', data: { ...running(under), effectiveOn, reason: data.reason } }];
}

function pending(state: ProblemState): {
  readonly under: UnderWay;
  readonly requested: NonNullable<UnderWay['work']['requested']>;
} {
  const under = goingOn(state);
  const { requested } = under.work;
  if (!requested) throw refusal('EXTENSION_NOT_REQUESTED');
  return { under, requested };
}
