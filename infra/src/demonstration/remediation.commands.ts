import { addDays, addMonths, type Day } from '@zhibu/kernel';
import { between } from './chance.rules.ts';
import type { RemediationFate } from './fate.rules.ts';
import { clerksOf, helperOf, inspectorsOf } from './person.rules.ts';
import { type Planning, REASON } from './case.rules.ts';
import { FOLLOW_UPS } from './plan.commands.ts';
import type { Step } from './stage.rules.ts';

const TERM_MONTHS = 6;
/** Planned anew so many days ago, its term is not over yet. */
const ANEW_DAYS = [150, 168] as const;

interface Case {
  readonly branch: string;
  readonly planning: Planning;
}

/**
 * 后进整顿: planned, reported every month, and accepted, confirmed, continued or still under way. An inspection is of the day
 * on which it is recorded, so that a follow-up and what rests on it are of the last day of the year.
 */
export function stepsOfRemediation(fate: RemediationFate, branch: string, planning: Planning): readonly Step[] {
  const one = { branch, planning };
  const { closedOn, madeOn } = planning.occasion;
  const { working } = planning;
  const first = working.onOrAfter(addDays(closedOn, between('planned', branch, [8, 13])));
  const ago = (days: number): Day => working.onOrBefore(addDays(madeOn, -days));
  switch (fate) {
    case 'confirmed':
    case 'accepted': {
      const plannedOn = ago(between('planned', branch, ANEW_DAYS));
      const before = [plan(one, first), plan(one, plannedOn, ANEW), ...reporting(one, plannedOn, madeOn)];
      return [...before, ...followUp(one), acceptance(one), ...(fate === 'confirmed' ? [confirmation(one)] : [])];
    }
    case 'continued': {
      const plannedOn = ago(between('planned', branch, [215, 225]));
      const continuedOn = working.onOrAfter(addDays(addMonths(plannedOn, TERM_MONTHS), 3));
      const before = reporting(one, plannedOn, addDays(continuedOn, -1));
      return [plan(one, plannedOn), ...before, continuation(one, continuedOn), ...reporting(one, continuedOn, madeOn)];
    }
    case 'unreported': {
      const plannedOn = ago(140);
      return [plan(one, first), plan(one, plannedOn, ANEW), ...reporting(one, plannedOn, ago(48))];
    }
    case 'ongoing': {
      const plannedOn = ago(between('planned', branch, [100, 150]));
      return [plan(one, first), plan(one, plannedOn, ANEW), ...reporting(one, plannedOn, madeOn)];
    }
  }
}

const FIRST = '查找原因，选配书记，落实组织生活制度，由挂钩联系领导每月到支部指导一次';
/** 方案重新制定: what was planned in spring did not bring enough. */
const ANEW = '对照验收意见重新制定方案：充实支委会，补齐制度，由挂钩联系领导每半月到支部指导一次';

const ofYear = ({ branch, planning }: Case) => ({ branchId: branch, year: planning.occasion.period });

const named = (one: Case, effectiveOn: Day) => ({ ...ofYear(one), effectiveOn, reason: REASON });

const sent = ({ planning }: Case, name: string, data: object): Step => ({
  by: clerksOf(planning.occasion.committee).clerk,
  name,
  data,
});

const plan = (one: Case, on: Day, measures = FIRST): Step =>
  sent(one, 'PlanRemediation', {
    ...named(one, on),
    helperId: helperOf(one.branch),
    problems: '年度定级为后进，见该党支部问题清单',
    measures,
    until: addMonths(on, TERM_MONTHS),
  });

/** 每月报告, a month after the step before on a working day, up to a day; each says something else than the one before. */
function reporting(one: Case, from: Day, to: Day): readonly Step[] {
  const { working } = one.planning;
  const days = Array.from({ length: 12 }, (_, index) => working.onOrBefore(addMonths(from, index + 1)));
  return days
    .filter((day) => day <= to)
    .map((day, index) => {
      const says = `${day}整顿进展（第${index + 1}次月报）：按方案推进，本月任务已完成`;
      return sent(one, 'ReportRemediation', { ...named(one, day), says });
    });
}

const inspectionOf = ({ branch, planning }: Case): string => `HF-${planning.occasion.period}-${branch}`;

/** 整改回访: by the committee, on the spot; nothing is found any more. Who sends it is another than who accepts. */
function followUp(one: Case): readonly Step[] {
  const { committee, madeOn } = one.planning.occasion;
  const { verifier } = clerksOf(committee);
  const [leaderId, other] = inspectorsOf(committee);
  const inspectionId = inspectionOf(one);
  const kind = { scope: 'follow-up', mode: 'on-site', purpose: 'follow-up', planItem: FOLLOW_UPS };
  const team = { leaderId, team: [leaderId, other] };
  const visit = { inspectionId, organizationId: one.branch, visitOn: madeOn, ...kind, ...team };
  return [
    { by: verifier, name: 'ScheduleInspection', data: visit },
    { by: verifier, name: 'ConcludeInspection', data: { inspectionId, visitedOn: madeOn, reason: REASON } },
  ];
}

const acceptance = (one: Case): Step =>
  sent(one, 'AcceptRemediation', { ...ofYear(one), inspectionId: inspectionOf(one) });

const confirmation = (one: Case): Step => sent(one, 'ConfirmAcceptance', ofYear(one));

const continuation = (one: Case, on: Day): Step =>
  sent(one, 'ContinueRemediation', { ...named(one, on), reason: '验收未通过：组织生活制度落实不经常' });
