import { z } from 'zod';
import { argument, documentOf, there } from './document.ts';
import { groundOf, INSPECTED, inspected, type Inspected, visitDay } from './inspected.ts';
import type { Table } from './paper.ts';
import { partyAbove, unitOf } from './wording.ts';

const item = z.object({
  aspect: z.object({ label: z.string() }),
  item: z.string(),
  says: z.string(),
  found: z.boolean(),
});
type Item = z.infer<typeof item>;

/** 检查表: what a visit found with the item and the evidence, what else there is to look at, and the spot checks. */
export const inspectionChecklist = documentOf({
  name: 'inspection-checklist',
  form: 'sheets',
  asks: z.object({ inspectionId: argument.inspectionId }),
  query: `query ($inspectionId: ID!, $asOf: Date!, $knownAt: DateTime!) {
    inspection(id: $inspectionId, asOf: $asOf, knownAt: $knownAt) {
      ...Inspected items { aspect { label } item says found }
    }
  }
  ${INSPECTED}`,
  answer: z.object({ inspection: inspected.extend({ items: z.array(item) }).nullable() }),
  paper({ inspection }) {
    const found = there(inspection);
    return {
      kind: 'sheets',
      title: '督查检查表',
      tables: [visitOf(found), findingsOf(found), othersOf(found), spotChecksOf(found)],
    };
  },
});

const visitOf = (found: Inspected): Table => ({
  title: '督查检查表',
  columns: [
    { heading: '项目', width: 14 },
    { heading: '内容', width: 50 },
  ],
  rows: [
    ['督查对象', found.organization.name],
    ['单位', unitOf(found.organization)],
    ['上级党组织', partyAbove(found.organization)],
    ['督查单位', found.body?.name ?? ''],
    ['督查范围', found.scope.label],
    ['督查方式', found.mode.label],
    ['督查目的', found.purpose.label],
    ['依据', groundOf(found)],
    ['督查日期', visitDay(found)],
    ['结论', found.outcome?.label ?? '尚未作出'],
    ['督查组签字', ''],
    ['被督查党组织签字', ''],
  ],
});

const findingsOf = ({ findings, mode }: Inspected): Table => ({
  title: '检查项目和问题',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '方面', width: 8 },
    { heading: '项目', width: 4 },
    { heading: '内容', width: 14 },
    { heading: '检查方式', width: 6 },
    { heading: '问题', width: 20 },
    { heading: '程度', width: 5 },
    { heading: '发现日期', width: 7 },
    { heading: '佐证份数', width: 5 },
    { heading: '状态', width: 5 },
  ],
  rows: findings.map(({ aspect, item: code, itemText, says, severity, foundOn, evidence, withdrawn }, index) => [
    index + 1,
    aspect.label,
    code,
    itemText ?? '',
    mode.label,
    says,
    severity.label,
    foundOn,
    evidence.length,
    withdrawn ? '已撤回' : '成立',
  ]),
});

/** What is still to be looked at, or was looked at and nothing found: whoever looks writes beside it how it is. */
const othersOf = (found: Inspected & { readonly items: readonly Item[] }): Table => ({
  title: '其余检查项目',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '方面', width: 8 },
    { heading: '项目', width: 6 },
    { heading: '内容', width: 26 },
    { heading: '检查方式', width: 6 },
    { heading: '情况', width: 14 },
    { heading: '状态', width: 6 },
  ],
  rows: found.items
    .filter((one) => !one.found)
    .map(({ aspect, item: code, says }, index) => [
      index + 1,
      aspect.label,
      code,
      says,
      found.mode.label,
      '',
      stateOf(found),
    ]),
});

function stateOf({ outcome, status }: Inspected): string {
  if (status === 'cancelled') return '未查看';
  return outcome === null ? '待查看' : '未记录问题';
}

const spotChecksOf = ({ spotChecks }: Inspected): Table => ({
  title: '现场抽问',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '抽问内容', width: 16 },
    { heading: '提问数', width: 6 },
    { heading: '答对数', width: 6 },
    { heading: '日期', width: 8 },
  ],
  rows: spotChecks.map(({ kind, askedCount, rightCount, checkedOn }, index) => [
    index + 1,
    kind.label,
    askedCount,
    rightCount,
    checkedOn,
  ]),
});
