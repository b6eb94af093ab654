import { conflict, invalid, notFound, rule } from './refusals.ts';

/** How a plan refuses. */
export const planRefusals = {
  PLAN_UNKNOWN: notFound(
    '该单位没有这一年度的督查计划，请先通过计划',
    'the body has no plan of this year; adopt one first',
  ),
  PLAN_KNOWN: conflict(
    '该单位这一年度的督查计划已通过且内容不同；需要调整的请办理计划调整',
    'the plan of this body and year is adopted with other content; amend it instead',
  ),
  PLAN_YEAR_OUT_OF_BOUNDS: invalid(
    '督查计划的年度须为今年或以后两年',
    'a plan is of this year or of one of the next two',
  ),
  PLAN_OF_ANOTHER_BODY: rule(
    '督查计划由该单位以自己的名义办理，请以其名义办理',
    'a plan is the body’s own; act in its name',
  ),
  NOT_A_PLANNING_BODY: rule(
    '督查计划由省委、市委或市直工委制定，请由其办理',
    'a province, a city or a work committee plans inspections; have one of them do it',
  ),
  PLAN_ITEM_WRONG: invalid(
    '所列计划事项须编号唯一，方式、月份、单位各不重复，并写明单位或抽取范围之一',
    'each item has an id of its own, no mode, month or unit twice, and either units or from where is drawn; correct those named',
  ),
  PLAN_UNITS_NOT_THERE: invalid(
    '所列单位不在该单位之下（含）或已撤销，请更正',
    'these do not live at or under the body; correct them',
  ),
  PLAN_BUDGET_USED: rule(
    '一个单位一年只安排一项综合督查；确需再安排的须写明该事项的文件依据',
    'a body plans one comprehensive item a year; a further one needs a basis of its own',
  ),
  PLAN_ITEM_INSPECTED: rule(
    '所列督查已按原计划事项安排或完成，不得从该事项中去掉；尚未进行的请先取消督查',
    'these inspections are scheduled or held under the item, which keeps covering them; cancel what is not held yet first',
  ),
  PLAN_ITEM_JOINED: rule(
    '所列计划事项已与其他单位的事项合并，请予保留',
    'these items are joined with those of other bodies; keep them',
  ),
  PLAN_ITEM_UNKNOWN: notFound(
    '没有这个计划事项，请核对编号；与上级的事项合并由上级办理',
    'there is no such item of a plan; check its id; with items of a body above, that body joins',
  ),
  PLAN_ITEMS_APART: rule(
    '合并的须是两个单位在30天以内对相同单位的督查事项',
    'items of two bodies are joined that are of the same units within 30 days; name another',
  ),
} as const;
