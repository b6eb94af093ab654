import { refusal } from '@zhibu/contracts';
import { z } from 'zod';
import { argument, documentOf, there } from './document.ts';
import { dayText } from './paper.ts';
import {
  APPEAL_DAYS,
  chapter,
  groundsOf,
  groundsText,
  namedText,
  PLAQUE_DAYS,
  quoted,
  REVOCATION,
  revocationAnswer,
  type RevocationTold,
  signatureOf,
  wholeOf,
} from './revocation-told.ts';

const [FACTS, REASON] = ['事实', '理由'];

/**
 * 取消命名决定: facts, procedure, decision, plaque, appeal. While nobody has decided it is a draft of the outcome that is asked
 * for, so that the decision can name it.
 */
export const revocationDecision = documentOf({
  name: 'revocation-decision',
  form: 'letter',
  asks: z.object({ revocationId: argument.revocationId, outcome: z.enum(['revoke', 'retain']).default('revoke') }),
  query: REVOCATION,
  answer: revocationAnswer,
  paper({ revocation }, { outcome }) {
    const told = there(revocation);
    if (!told.notice) throw refusal('DOCUMENT_NOT_READY');
    const isRevoked = (told.decision?.outcome ?? outcome) === 'revoke';
    const { name } = told.organization;
    return {
      kind: 'letter',
      title: `关于${isRevoked ? '取消' : '保留'}${name}命名的决定`,
      to: name,
      parts: [
        ...chapter('一、事实', quoted(told.facts, FACTS), `存在${groundsText(told)}的情形（见附件）。`),
        ...chapter('二、程序', procedureOf(told, told.notice)),
        ...chapter('三、决定', ...decisionOf(told, isRevoked)),
      ],
      signature: signatureOf(told.decision?.decidedBy),
      annexes: [groundsOf(told), ...wholeOf(told.facts, FACTS), ...wholeOf(told.decision?.reason ?? '', REASON)],
    };
  },
});

function procedureOf(
  { proposedOn, statement, grace, decision }: RevocationTold,
  notice: NonNullable<RevocationTold['notice']>,
): string {
  return [
    `${dayText(proposedOn)}提出`,
    `${dayText(notice.notifiedOn)}告知（${notice.documentNo}），陈述申辩期限至${dayText(notice.respondBy)}`,
    statement ? `${dayText(statement.submittedOn)}收到陈述意见` : '期限内没有收到陈述意见',
    ...(grace ? [`给予整改期限，自${dayText(grace.from)}至${dayText(grace.until)}`] : []),
    `${decision ? dayText(decision.decidedOn) : ''}集体研究决定`,
  ]
    .join('；')
    .concat('。');
}

function decisionOf(told: RevocationTold, isRevoked: boolean): readonly string[] {
  const { decision } = told;
  const reason = decision?.reason ? [`理由：${quoted(decision.reason, REASON)}`] : [];
  if (!isRevoked) return [`保留${namedText(told)}的命名。`, ...reason];
  const from = decision?.revokedFrom ? `自${dayText(decision.revokedFrom)}起` : '';
  const plaque = byDay(told.designation?.plaqueDueOn, `自取消之日起${PLAQUE_DAYS}日内`);
  const appeal = byDay(decision?.appealBy, `于决定之日起${APPEAL_DAYS}日内`);
  return [
    `${from}取消${namedText(told)}的命名。只取消本级命名。`,
    ...reason,
    `请${plaque}交回牌匾。`,
    `不服本决定的，可${appeal}向上一级申诉；申诉期间本决定有效。一年后可以重新申报。`,
  ];
}

/** Until when, by its day; while that is not known, by its term. */
const byDay = (day: string | null | undefined, term: string): string => (day ? `于${dayText(day)}前` : term);
