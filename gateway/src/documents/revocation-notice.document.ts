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
  signatureOf,
  wholeOf,
} from './revocation-told.ts';

const FACTS = '事实';

/** 拟取消命名告知书: facts, clause, and the procedure with its days; before the notice its term is said in working days. */
export const revocationNotice = documentOf({
  name: 'revocation-notice',
  form: 'letter',
  asks: z.object({ revocationId: argument.revocationId }),
  query: REVOCATION,
  answer: revocationAnswer,
  paper({ revocation }) {
    const told = there(revocation);
    const respondBy = told.notice ? `${dayText(told.notice.respondBy)}前` : '收到本告知书之日起10个工作日内';
    const decideBy = told.decisionDueOn === null ? '提出之日起60日内' : `${dayText(told.decisionDueOn)}前`;
    return {
      kind: 'letter',
      title: '拟取消命名告知书',
      to: told.organization.name,
      parts: [
        ...chapter('一、事实', quoted(told.facts, FACTS)),
        ...chapter(
          '二、依据',
          `你组织被命名为${namedText(told)}。经督查，存在${groundsText(told)}的情形（见附件），拟按规定程序取消命名。`,
        ),
        ...chapter(
          '三、程序和期限',
          `（一）陈述申辩：请于${respondBy}书面陈述意见、提供材料；逾期视为没有意见。`,
          '（二）整改：正在整改的，可给予一次不超过30日的期限，期满由另外的人员再次实地检查；检查合格不当然保留命名。',
          `（三）决定：由命名的机关或者其上级集体研究，于${decideBy}作出取消或者保留命名的决定；提出的人员不参加决定。`,
          `（四）申诉：不服取消命名决定的，可于决定之日起${APPEAL_DAYS}日内向上一级申诉；申诉期间决定有效。`,
          `（五）牌匾：取消命名的，自取消之日起${PLAQUE_DAYS}日内交回牌匾。`,
        ),
      ],
      signature: signatureOf(told.proposedBy),
      annexes: [groundsOf(told), ...wholeOf(told.facts, FACTS)],
    };
  },
});
