import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { documentKinds } from '@zhibu/contracts';
import { draftsUnderTest, type DraftsUnderTest, rowsIn, textIn } from '../testing/drafts.ts';
import { ANNOUNCED } from '../testing/papers-named.ts';
import { documents } from './index.ts';

let drafts: DraftsUnderTest;
beforeAll(async () => {
  drafts = await draftsUnderTest();
}, 60_000);
afterAll(() => drafts.drop());

it('every kind that can be issued under a number can be drafted, and no other', () => {
  expect(documents.map(({ name }) => name)).toEqual(Object.keys(documentKinds));
});

it('申报表 shows basics, the grades of two years, the six haves, the profile and every review', async () => {
  const draft = await drafts.draft('application-form');
  expect(rowsIn(draft)).toContainEqual(['党组（党委）推荐文件', '示例党组〔2023〕2号']);
  expect(rowsIn(draft, 1)).toEqual([
    ['2022年度分类定级', '先进'],
    ['2021年度分类定级', '一般'],
  ]);
  expect(rowsIn(draft, 2)).toHaveLength(6);
  expect(rowsIn(draft, 2)[0]?.slice(1)).toEqual(['功能具备', '与工会共用会议室']);
  expect(rowsIn(draft, 3).at(-1)).toEqual(['申报材料', '=一支部一品牌，组织生活经常']);
  expect(rowsIn(draft, 4)).toEqual([
    ['上级党组织审核', '退回补正', '2023-03-16', '', '补充台账\n组织生活台账'],
    ['上级党组织审核', '同意', '2023-03-20', '', ''],
    ['党组（党委）审核', '同意', '2023-03-22', '示例党组〔2023〕3号', ''],
    ['工委实地审核', '同意', '2023-03-28', '', ''],
  ]);
});

it('申报表 of whom nobody applied for is refused', async () => {
  expect(await drafts.refused('application-form', { organizationId: 'C-U1-B05' })).toBe('DOCUMENT_NOT_READY');
});

it('拟命名公示名单 names who is under notice, until when, and where to object', async () => {
  const draft = await drafts.draft('designation-notice');
  expect(rowsIn(draft)).toEqual([
    [1, '市示范局办公室党支部', '市示范局', '基层党建示范点', '2023年4月5日至2023年4月11日'],
    [2, '市示范局组织处党支部', '市示范局', '基层党建示范点', '2023年4月5日至2023年4月11日'],
    [3, '市示范局宣传处党支部', '市示范局', '基层党建示范点', '2023年4月5日至2023年4月19日'],
  ]);
  expect(textIn(draft)).toContain('向示范市直机关工委提出');
  expect(textIn(draft)).not.toMatch(/先进|后进|得分|\d\.\d\d/);
});

it('拟命名公示名单 and 命名决定 of what was not noticed or decided by then are refused', async () => {
  expect(await drafts.refused('designation-notice', { asOf: '2023-04-04' })).toBe('DOCUMENT_NOT_READY');
  expect(await drafts.refused('designation-decision', { asOf: '2023-04-02' })).toBe('DOCUMENT_NOT_READY');
  expect(await drafts.refused('designation-decision', { year: '2022' })).toBe('DOCUMENT_NOT_READY');
});

it('命名决定 names whose notice is over without an open objection, and says for how long they are named', async () => {
  const before = await drafts.draft('designation-decision', { asOf: '2023-04-12' });
  expect(rowsIn(before)).toEqual([
    [1, '市示范局办公室党支部', '市示范局', '市直工委级', '基层党建示范点', '自命名之日起3年'],
  ]);
  expect(textIn(before)).toContain('（经批准设立）；2023年4月3日集体研究决定（示例组〔2023〕8号）');
  expect(rowsIn(await drafts.draft('designation-decision')).map((row) => [row[1], row[5]])).toEqual([
    ['市示范局办公室党支部', '2023年4月14日至2026年4月13日'],
    ['市示范局宣传处党支部', '自命名之日起3年'],
  ]);
});

it('抽取公告 tells population, exclusions, hash, and until when whoever draws commits', async () => {
  const draft = await drafts.draft('draw-announcement');
  const text = textIn(draft);
  for (const told of ['15分之2', '其他1个（示例组〔2023〕8号）', '11'.repeat(32), '2023年5月3日前提交承诺值'])
    expect(text).toContain(told);
  expect(rowsIn(draft)[0]).toEqual(['committee|leading|24+', '市直工委级命名，先进，24个月内未检查', 1]);
  expect(rowsIn(draft, 1).map((row) => row[2])).toEqual(['尚未提交', '尚未提交']);
});

it('抽取结果 names everything by which somebody who doubts it recomputes it', async () => {
  const draft = await drafts.draft('draw-result');
  const text = textIn(draft);
  for (const told of [
    'DRAW-1',
    '11'.repeat(32),
    '66'.repeat(32),
    '55'.repeat(32),
    'T组织未按时公开',
    'npm run draw -- verify',
  ])
    expect(text).toContain(told);
  expect(rowsIn(draft).map((row) => row.slice(1))).toEqual([
    ['C-U1-B04', '市示范局法规处党支部', '已替换'],
    ['C-U2-B04', '市典型委员会法规处党支部', ''],
  ]);
  expect(rowsIn(draft, 1).map((row) => row.slice(2))).toEqual([
    [1, 0],
    [14, 2],
  ]);
  expect(rowsIn(draft, 2)).toEqual([
    ['示范市直机关工委', 'C', '22'.repeat(32), '44'.repeat(32)],
    ['T组织', 'T', '33'.repeat(32), '未按时公开，以检查点代替'],
  ]);
  expect(rowsIn(draft, 3)[0]?.[2]).toBe('正在合并');
});

it('抽取结果 of a draw that is not completed is refused', async () => {
  expect(await drafts.refused('draw-result', { drawId: ANNOUNCED })).toBe('DOCUMENT_NOT_READY');
});
