import { type CommandNamed, type RemediationCommand, type RemediationEvent, stepDay } from '@zhibu/contracts';
import { addMonths, type Day } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import {
  CONTINUED_AT_MOST,
  dayOfStep,
  goingOn,
  isMissing,
  refusal,
  refuseIf,
  reportOwed,
  TERM_MONTHS,
} from './remediation.rules.ts';
import type { OpenRemediation, RemediationState } from './remediation.state.ts';

type DataOf<Name extends RemediationCommand['name']> = CommandNamed<Name>['data'];

/** 制定整顿方案: who helps, what is to be put in order, how, and until when; planned anew it replaces the plan before. */
export function planRemediation(
  data: DataOf<'PlanRemediation'>,
  state: RemediationState,
  facts: SuperiorFacts,
): RemediationEvent[] {
  const open = goingOn(state);
  const { reason: _reason, effectiveOn: _on, ...plan } = data;
  if (open.plan && isSame(open.plan, { ...plan, until: data.until ?? open.plan.until })) return [];
  const effectiveOn = dayOfStep(data, open, facts);
  const latest = addMonths(effectiveOn, TERM_MONTHS);
  const until = data.until ?? open.plan?.until ?? latest;
  refuseIf(until <= effectiveOn, 'TERM_PAST', { field: 'until', until, effectiveOn });
  refuseIf(until > latest, 'TERM_TOO_LONG', { field: 'until', until, latest });
  return [{ type: 'RemediationPlanned', data: { ...plan, effectiveOn, until, ...reportOwed(effectiveOn, open.owed) } }];
}

type Plan = Pick<DataOf<'PlanRemediation'>, 'helperId' | 'measures' | 'problems' | 'until'>;

const isSame = (one: Plan, other: Plan): boolean =>
  one.helperId === other.helperId &&
  one.measures === other.measures &&
  one.problems === other.problems &&
  one.until === other.until;

/** 每月报告整顿进展: by whoever sends it, once there is a plan. */
export function reportRemediation(
  data: DataOf<'ReportRemediation'>,
  state: RemediationState,
  facts: SuperiorFacts,
): RemediationEvent[] {
  const open = goingOn(state);
  refuseIf(open.plan === null, 'REMEDIATION_NOT_PLANNED');
  if (open.reported === data.says) return [];
  const { reason: _reason, effectiveOn: _on, ...report } = data;
  const effectiveOn = dayOfStep(data, open, facts);
  const next = reportOwed(effectiveOn, open.owed);
  return [{ type: 'RemediationReported', data: { ...report, effectiveOn, reporterId: facts.actor.personId, ...next } }];
}

export interface EscalationFacts {
  readonly today: Day;
  /** Whose the level is; null: the tree is not known that far. */
  readonly answering: string | null;
  /** The unit whose party group takes up what may not be continued any more; null: none is known. */
  readonly partyGroup: string | null;
}

/** 整顿逾期督办: of a plan or a report that is missing each level once. */
export function escalateRemediation(
  { branchId, year, level, dueVersion }: DataOf<'EscalateRemediation'>,
  state: RemediationState,
  facts: EscalationFacts,
): RemediationEvent[] {
  const open = goingOn(state);
  if (level === 'superior') return tellOfTerm({ branchId, year }, open, facts);
  const { today, answering } = facts;
  const { owed } = open;
  const isDue = owed.dueVersion === dueVersion && isMissing(level, owed, today);
  refuseIf(!isDue, 'ESCALATION_NOT_DUE', { dueOn: owed.dueOn, today });
  if (open.levels.includes(level)) return [];
  const effectiveOn = stepDay({}, { today, since: open.since });
  const told = { branchId, year, effectiveOn, ...owed, level };
  return [{ type: 'RemediationEscalated', data: { ...told, ...(answering !== null && { answeringId: answering }) } }];
}

/** 整顿期满: nobody has accepted or continued it; told once a term, to the party group once it may not be continued. */
function tellOfTerm(
  subject: { readonly branchId: string; readonly year: string },
  { until, toldOfTerm, continuations, owed, since }: OpenRemediation,
  { today, answering, partyGroup }: EscalationFacts,
): RemediationEvent[] {
  if (until === null || until >= today) throw refusal('ESCALATION_NOT_DUE', { dueOn: until, today });
  if (toldOfTerm === until) return [];
  const isExhausted = continuations >= CONTINUED_AT_MOST;
  const answeringId = isExhausted ? partyGroup : answering;
  const told = { effectiveOn: stepDay({}, { today, since }), dueOn: until, dueVersion: owed.dueVersion };
  const level = isExhausted ? 'party-group' : 'superior';
  const who = answeringId === null ? {} : { answeringId };
  return [{ type: 'RemediationEscalated', data: { ...subject, ...told, owes: 'acceptance', level, ...who } }];
}
