import { refusal } from '@zhibu/contracts';
import { z } from 'zod';
import { argument, documentOf, there } from './document.ts';
import { INSPECTED, inspected, type Inspected, standingIn, visitText } from './inspected.ts';
import { dayText, type Table } from './paper.ts';
import { signatureOf } from './revocation-told.ts';

const notice = z.object({
  documentNo: z.string(),
  demands: z.array(z.string()),
  dueOn: z.string(),
  acknowledgeBy: z.string(),
  replyBy: z.string(),
});
type Notice = z.infer<typeof notice>;

/**
 * 整改通知书: where, when and how it was looked, what was found with its item, what is demanded until when. Before it is issued its
 * number, demands and days are left to whoever issues it.
 */
export const rectificationNotice = documentOf({
  name: 'rectification-notice',
  form: 'letter',
  asks: z.object({ inspectionId: argument.inspectionId }),
  query: `query ($inspectionId: ID!, $asOf: Date!, $knownAt: DateTime!) {
    inspection(id: $inspectionId, asOf: $asOf, knownAt: $knownAt) {
      ...Inspected notice { documentNo demands dueOn acknowledgeBy replyBy }
    }
  }
  ${INSPECTED}`,
  answer: z.object({ inspection: inspected.extend({ notice: notice.nullable() }).nullable() }),
  paper({ inspection }) {
    const found = there(inspection);
    // Whoever passed is asked for nothing.
    if (found.outcome === null || found.outcome.code === 'pass') throw refusal('DOCUMENT_NOT_READY');
    const text = (said: string) => ({ kind: 'text' as const, text: said });
    return {
      kind: 'letter',
      title: '整改通知书',
      to: found.organization.name,
      parts: [
        ...(found.notice ? [text(`文号：${found.notice.documentNo}。`)] : []),
        text(
          `${visitText(found)}，结论为${found.outcome.label}，发现问题${standingIn(found).length}个（见附件1）。现通知如下：`,
        ),
        ...termsOf(found.notice).map(text),
      ],
      signature: signatureOf(found.body),
      annexes: [findingsOf(found), demandsOf(found.notice)].filter(({ rows }) => rows.length > 0),
    };
  },
});

const BLANK = '    年  月  日';

function termsOf(issued: Notice | null): readonly string[] {
  const day = (of: 'acknowledgeBy' | 'replyBy' | 'dueOn'): string => (issued ? dayText(issued[of]) : BLANK);
  return [
    `一、请于${day('acknowledgeBy')}前签收本通知。`,
    `二、请于${day('replyBy')}前答复整改措施，到项、到岗、到人。`,
    `三、请于${day('dueOn')}前完成整改${issued ? '（整改要求见附件2）' : ''}，并报送佐证，经验收后销号。`,
  ];
}

const findingsOf = (found: Inspected): Table => ({
  title: '督查发现的问题',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '方面', width: 6 },
    { heading: '项目', width: 4 },
    { heading: '内容', width: 9 },
    { heading: '问题', width: 11 },
    { heading: '程度', width: 4 },
  ],
  rows: standingIn(found).map(({ aspect, item, itemText, says, severity }, index) => [
    index + 1,
    aspect.label,
    item,
    itemText ?? '',
    says,
    severity.label,
  ]),
});

const demandsOf = (issued: Notice | null): Table => ({
  title: '整改要求',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '要求', width: 28 },
  ],
  rows: (issued?.demands ?? []).map((demand, index) => [index + 1, demand]),
});
