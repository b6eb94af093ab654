import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { draftsUnderTest, type DraftsUnderTest, rowsIn, textIn } from '../testing/drafts.ts';
import { PROPOSED } from '../testing/papers-revoked.ts';

let drafts: DraftsUnderTest;
beforeAll(async () => {
  drafts = await draftsUnderTest();
}, 60_000);
afterAll(() => drafts.drop());

it('拟取消命名告知书 tells facts, clause, and the procedure with its days; what is long stands whole in an annex', async () => {
  const draft = await drafts.draft('revocation-notice');
  const text = textIn(draft);
  for (const told of [
    '（全文见附件《事实》）',
    '市直工委级基层党建示范点（示例组〔2023〕8号）',
    '存在工作质量滑坡的情形',
    '请于2023年6月5日前书面陈述意见',
    '15日内向上一级申诉',
    '15日内交回牌匾',
  ])
    expect(text).toContain(told);
  expect(rowsIn(draft)).toEqual([[1, '工作质量滑坡', '=组织生活记录不全']]);
  expect(String(rowsIn(draft, 1)[0]?.[0])).toMatch(/以上属实$/);
  expect(text).not.toMatch(/p-1|p-2/);
  const before = textIn(await drafts.draft('revocation-notice', { revocationId: PROPOSED }));
  expect(before).toContain('10个工作日内书面陈述');
  expect(before).toContain('于2023年7月19日前作出取消或者保留命名的决定');
});

it('取消命名决定 tells facts, procedure, decision, plaque and appeal; before it is decided, of the outcome asked for', async () => {
  const text = textIn(await drafts.draft('revocation-decision'));
  for (const told of [
    '关于取消市示范局办公室党支部命名的决定',
    '2023年5月20日告知（示例组〔2023〕20号），陈述申辩期限至2023年6月5日；2023年5月22日收到陈述意见',
    '自2023年5月25日起取消市直工委级基层党建示范点（示例组〔2023〕8号）的命名',
    '理由：整改不到位',
    '交回牌匾',
    '于2023年6月8日前向上一级申诉',
  ])
    expect(text).toContain(told);
  const before = { asOf: '2023-05-23', outcome: 'retain' };
  expect(textIn(await drafts.draft('revocation-decision', before))).toContain('关于保留市示范局办公室党支部命名的决定');
  expect(await drafts.refused('revocation-decision', { revocationId: PROPOSED })).toBe('DOCUMENT_NOT_READY');
});

it('申诉处理决定 tells the decision appealed, the appeal, and what comes of it', async () => {
  const text = textIn(await drafts.draft('appeal-decision'));
  for (const told of [
    '因工作质量滑坡，决定取消市直工委级基层党建示范点',
    '2023年5月26日提出申诉：事实有出入',
    '撤销原决定，自2023年5月25日起恢复命名',
    '理由：申诉成立',
    '处理日期2023年5月30日',
  ])
    expect(text).toContain(told);
  expect(textIn(await drafts.draft('appeal-decision', { asOf: '2023-05-28' }))).toContain('维持原决定');
  expect(await drafts.refused('appeal-decision', { asOf: '2023-05-25' })).toBe('DOCUMENT_NOT_READY');
});
