import { refusal } from '@zhibu/contracts';
import { z } from 'zod';
import { argument, documentOf, there } from './document.ts';
import { dayText } from './paper.ts';
import {
  APPEAL_DECIDED_DAYS,
  chapter,
  groundsText,
  namedText,
  quoted,
  REVOCATION,
  revocationAnswer,
  type RevocationTold,
  signatureOf,
  wholeOf,
} from './revocation-told.ts';

const [APPEAL, REASON] = ['申诉意见', '理由'];

/** 申诉处理决定: what was decided, what was appealed, and what comes of it; before it is decided a draft of the outcome asked for. */
export const appealDecision = documentOf({
  name: 'appeal-decision',
  form: 'letter',
  asks: z.object({ revocationId: argument.revocationId, outcome: z.enum(['uphold', 'overturn']).default('uphold') }),
  query: REVOCATION,
  answer: revocationAnswer,
  paper({ revocation }, { outcome }) {
    const told = there(revocation);
    const { appeal, decision } = told;
    if (!appeal || !decision) throw refusal('DOCUMENT_NOT_READY');
    return {
      kind: 'letter',
      title: `关于${told.organization.name}申诉的处理决定`,
      to: told.organization.name,
      parts: [
        ...chapter(
          '一、原决定',
          `${dayText(decision.decidedOn)}，因${groundsText(told)}，决定取消${namedText(told)}的命名（${decision.documentNo}）。`,
        ),
        ...chapter('二、申诉意见', `${dayText(appeal.lodgedOn)}提出申诉：${quoted(appeal.says, APPEAL)}`),
        ...chapter('三、处理决定', ...outcomeOf(told, appeal, appeal.decision?.outcome ?? outcome)),
      ],
      signature: signatureOf(appeal.decision?.decidedBy),
      annexes: [...wholeOf(appeal.says, APPEAL), ...wholeOf(appeal.decision?.reason ?? '', REASON)],
    };
  },
});

function outcomeOf(
  { decision }: RevocationTold,
  { decision: ended, decideBy }: NonNullable<RevocationTold['appeal']>,
  outcome: string,
): readonly string[] {
  const from = decision?.revokedFrom ? `自${dayText(decision.revokedFrom)}起` : '自取消之日起';
  return [
    outcome === 'overturn' ? `撤销原决定，${from}恢复命名。` : '维持原决定。',
    ...(ended?.reason ? [`理由：${quoted(ended.reason, REASON)}`] : []),
    `申诉自提出之日起${APPEAL_DECIDED_DAYS}日内（${dayText(decideBy)}前）处理${ended ? `，处理日期${dayText(ended.decidedOn)}` : ''}。`,
  ];
}
