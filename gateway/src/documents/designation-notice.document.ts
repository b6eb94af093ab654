import { refusal } from '@zhibu/contracts';
import { z } from 'zod';
import { batched, BATCHES, batchOf, type InBatch } from './batch-listed.ts';
import { argument, documentOf, there } from './document.ts';
import { noticeDays, noticeParts, unitOf } from './wording.ts';

const answer = z.object({ programme: batched.nullable() });

/** 拟命名公示名单: those of a batch that are under public notice; no score, no grade, and no person. */
export const designationNotice = documentOf({
  name: 'designation-notice',
  form: 'letter',
  asks: z.object({ programmeId: argument.programmeId, year: argument.period }),
  query: BATCHES,
  answer,
  paper({ programme: found }, { year }) {
    const programme = there(found);
    const listed = listedIn(batchOf(programme, year).designations);
    const [first] = listed;
    if (!first) throw refusal('DOCUMENT_NOT_READY');
    const days = listed.every((one) => one.days === first.days) ? first.days : '各党组织的公示时间见附件';
    return {
      kind: 'letter',
      title: `关于${year}年度${programme.title}拟命名名单的公示`,
      parts: [
        {
          kind: 'text',
          text: `经申报推荐、逐级审核、实地验收和集体研究，拟命名以下${listed.length}个党组织为${programme.levelLabel}${programme.kindLabel}，现予以公示。`,
        },
        ...noticeParts(`${days}，共${programme.noticeWorkingDays}个工作日`, programme.body.name),
      ],
      signature: programme.body.name,
      annexes: [
        {
          title: `${year}年度${programme.title}拟命名名单`,
          columns: columns.map(([heading, width]) => ({ heading, width })),
          rows: listed.map(({ organization, kindLabel, days: noticed }, index) => [
            index + 1,
            organization.name,
            unitOf(organization),
            kindLabel,
            noticed,
          ]),
        },
      ],
    };
  },
});

const columns = [
  ['序号', 3],
  ['党组织全称', 12],
  ['单位', 8],
  ['拟命名类别', 8],
  ['公示时间', 8],
] as const;

const listedIn = (designations: readonly InBatch[]): readonly (InBatch & { readonly days: string })[] =>
  designations.flatMap((one) =>
    one.noticeFrom === null || one.noticeTo === null
      ? []
      : [{ ...one, days: noticeDays({ from: one.noticeFrom, to: one.noticeTo }) }],
  );
