import { addDays, type Day, daysBetween } from '@zhibu/kernel';
import { oneOf } from './chance.rules.ts';
import type { ListedProblem, Occasion } from './fate.rules.ts';
import { type Clerks, postOf } from './person.rules.ts';
import type { Step } from './stage.rules.ts';
import type { WorkingDaysOfYears } from './working-year.rules.ts';

/** What the steps of a problem are planned from. */
export interface Planning {
  readonly occasion: Occasion;
  readonly working: WorkingDaysOfYears;
}

/** Why steps are dated back: they were made on paper, and are recorded once the platform is there. */
export const REASON = '按纸质台账补录';

/** A problem whose steps are planned, and by whom they are taken. */
export interface Case {
  readonly problem: Pick<ListedProblem, 'id' | 'organization' | 'item'>;
  readonly clerks: Clerks;
  readonly planning: Planning;
  /** The day of the finding: no step is before it. */
  readonly since: Day;
  /** Of a committee's order for all its branches. */
  readonly basis?: { readonly documentNo: string };
}

const MEASURES = [
  '对照标准逐项补齐，按月检查，形成台账',
  '召开支委会专题研究，明确分工，限期补齐',
  '组织学习有关规定，完善制度并公示',
  '由书记牵头整改，每两周向上级党组织报告一次',
] as const;
const DONE = [
  '已补齐并建立台账，经支委会讨论通过',
  '已按标准整改，相关制度已修订并公示',
  '已完成，资料已归档备查',
] as const;

/** 列入整改清单. */
export const opening = (one: Case, order: { readonly on: Day; readonly dueOn: Day }): Step => ({
  by: one.clerks.clerk,
  name: 'OpenRectification',
  data: orderOf(one, order),
});

/** What an order names: item, post, person, due date and measures. */
export function orderOf(one: Case, { on, dueOn }: { readonly on: Day; readonly dueOn: Day }) {
  const { id, item, organization } = one.problem;
  return {
    ...dated(one, on),
    dueOn,
    ...(item !== null && { item }),
    ...postOf(organization, id),
    measures: oneOf('measures', id, MEASURES),
    ...(one.basis && { basis: one.basis }),
  };
}

/** 报告整改完成. */
export const completion = (one: Case, on: Day): Step => ({
  by: one.clerks.clerk,
  name: 'ReportCompletion',
  data: { ...dated(one, on), says: oneOf('done', one.problem.id, DONE), evidence: ['整改台账', '支委会会议记录'] },
});

/** 验收合格. */
export const verification = (one: Case, on: Day): Step => ({
  by: one.clerks.verifier,
  name: 'VerifyCompletion',
  data: { ...dated(one, on), accepted: true },
});

/** What every step says that is dated back. */
export const dated = (one: Case, effectiveOn: Day) => ({ problemId: one.problem.id, effectiveOn, reason: REASON });

/** A working day so many days after a step, and after it at any rate. */
export const after = ({ planning }: Case, day: Day, days: number): Day =>
  planning.working.onOrAfter(addDays(day, days));

/** A working day so many days before the year ends. */
export const earlier = ({ planning: { working, occasion } }: Case, days: number): Day =>
  working.onOrBefore(addDays(occasion.madeOn, -days));

/** A day, or the last of the year where it lies beyond. */
export const notLater = ({ planning }: Case, day: Day): Day =>
  daysBetween(day, planning.occasion.madeOn) < 0 ? planning.occasion.madeOn : day;
