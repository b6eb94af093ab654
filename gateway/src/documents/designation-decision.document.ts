import { refusal } from '@zhibu/contracts';
import { addDays } from '@zhibu/kernel';
import { z } from 'zod';
import { batched, BATCHES, batchOf, type InBatch } from './batch-listed.ts';
import { argument, documentOf, there } from './document.ts';
import { dayText, type Part } from './paper.ts';
import { noticeDays, unitOf } from './wording.ts';

const answer = z.object({ programme: batched.nullable() });
type Programme = z.infer<typeof batched>;

/**
 * 命名决定: those of a batch that are named, and those that may be: their notice is over, and no objection is open. The day and
 * the number are those of the paper that a person issues.
 */
export const designationDecision = documentOf({
  name: 'designation-decision',
  form: 'letter',
  asks: z.object({ programmeId: argument.programmeId, year: argument.period }),
  query: BATCHES,
  answer,
  paper({ programme: found }, { year, asOf }) {
    const programme = there(found);
    const batch = batchOf(programme, year);
    const listed = batch.designations.filter((one) => one.inForce || mayBeNamed(one, asOf));
    if (listed.length === 0) throw refusal('DOCUMENT_NOT_READY');
    return {
      kind: 'letter',
      title: `关于命名${year}年度${programme.title}的决定`,
      to: '各部门和单位，各基层党组织',
      parts: partsOf(programme, batch, listed),
      signature: programme.body.name,
      annexes: [
        {
          title: `${year}年度${programme.title}名单`,
          columns: [
            { heading: '序号', width: 3 },
            { heading: '党组织全称', width: 11 },
            { heading: '单位', width: 7 },
            { heading: '级别', width: 5 },
            { heading: '类别', width: 6 },
            { heading: '有效期', width: 8 },
          ],
          rows: listed.map((one, index) => [
            index + 1,
            one.organization.name,
            unitOf(one.organization),
            one.levelLabel,
            one.kindLabel,
            validityOf(one, programme),
          ]),
        },
      ],
    };
  },
});

const mayBeNamed = ({ noticeTo, openObjections }: InBatch, asOf: string): boolean =>
  noticeTo !== null && noticeTo <= asOf && openObjections === 0;

function validityOf({ inForce, since, until }: InBatch, { validityYears }: Programme): string {
  if (!inForce || since === null) return `自命名之日起${validityYears}年`;
  return until === null ? `自${dayText(since)}起` : `${dayText(since)}至${dayText(addDays(until, -1))}`;
}

function partsOf(programme: Programme, batch: ReturnType<typeof batchOf>, listed: readonly InBatch[]): readonly Part[] {
  const { levelLabel, kindLabel, approval, noticeWorkingDays, validityYears, title } = programme;
  const noticed = [...new Set(listed.flatMap(daysOf))];
  return [
    { kind: 'heading', text: '一、命名依据' },
    {
      kind: 'text',
      text: `${title}${approval === null ? '' : `（${approval.label}）`}；${dayText(batch.decidedOn)}集体研究决定（${batch.documentNo}）。`,
    },
    { kind: 'heading', text: '二、命名程序' },
    {
      kind: 'text',
      text: `经党组（党委）推荐申报、上级党组织审核、党组（党委）审核、实地审核和验收、集体研究，并公示${noticeWorkingDays}个工作日${noticed.length === 1 ? `（${noticed[0] ?? ''}）` : ''}，公示期满没有未办结的异议。`,
    },
    { kind: 'heading', text: '三、命名决定' },
    {
      kind: 'text',
      text: `决定命名${listed.length}个党组织为${levelLabel}${kindLabel}（名单见附件），有效期${validityYears}年。有效期内按规定复核；工作质量下降、不再符合条件的，按程序取消命名。`,
    },
  ];
}

const daysOf = ({ noticeFrom: from, noticeTo: to }: InBatch): readonly string[] =>
  from === null || to === null ? [] : [noticeDays({ from, to })];
