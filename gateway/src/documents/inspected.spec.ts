import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { draftsUnderTest, type DraftsUnderTest, rowsIn, textIn } from '../testing/drafts.ts';
import { papersCity } from '../testing/papers.ts';
import { PASSED, PLANNED } from '../testing/papers-inspected.ts';

let drafts: DraftsUnderTest;
beforeAll(async () => {
  drafts = await draftsUnderTest();
}, 60_000);
afterAll(() => drafts.drop());

it('检查表 shows each finding with item, method, state and evidence, and the spot checks; nobody of the team', async () => {
  const draft = await drafts.draft('inspection-checklist');
  expect(rowsIn(draft, 1)).toEqual([
    [1, '党内组织生活', '4.2', '主题党日每月开展', '实地检查', '=组织生活记录不全', '较重', '2023-05-18', 1, '成立'],
    [2, '党内组织生活', '4.2', '主题党日每月开展', '实地检查', '台账缺失', '较重', '2023-05-18', 0, '已撤回'],
  ]);
  expect(rowsIn(draft, 3)).toEqual([[1, '班子成员应知应会', 5, 4, '2023-05-18']]);
  expect(rowsIn(draft)).toContainEqual(['结论', '限期整改']);
  expect(textIn(draft)).not.toMatch(/p-1|p-2/);
  const planned = await drafts.draft('inspection-checklist', { inspectionId: PLANNED });
  expect(rowsIn(planned)).toContainEqual(['结论', '尚未作出']);
});

it('检查表 lists what is still to be looked at in the words of the edition, and the six haves at a reinspection', async () => {
  const others = async (inspectionId?: string) =>
    rowsIn(await drafts.draft('inspection-checklist', inspectionId === undefined ? {} : { inspectionId }), 2);
  const planned = await others(PLANNED);
  // Every item of the edition, and nothing found yet.
  expect(planned).toHaveLength(29);
  expect(planned[14]).toEqual([15, '党内组织生活', '4.2', '主题党日每月开展', '实地检查', '', '待查看']);
  const reinspected = await others();
  expect(reinspected).toHaveLength(28 + 6);
  expect(reinspected.map((row) => row[2])).not.toContain('4.2');
  expect(reinspected.at(-1)).toEqual([34, '六有', 'staff', '人员保障', '实地检查', '', '未记录问题']);
  expect((await others(PASSED)).length).toBe(29);
});

it('整改通知书 tells where, when and how, what was found, what is demanded until when', async () => {
  const draft = await drafts.draft('rectification-notice');
  const text = textIn(draft);
  for (const told of [
    '文号：示例督〔2023〕1号',
    '2023年5月18日，示范市直机关工委对市示范局办公室党支部进行了综合督查（实地检查，复核），结论为限期整改，发现问题1个',
    '于2023年5月24日前签收',
    '于2023年6月3日前答复',
    '于2023年8月1日前完成整改',
  ])
    expect(text).toContain(told);
  expect(rowsIn(draft)).toEqual([[1, '党内组织生活', '4.2', '主题党日每月开展', '=组织生活记录不全', '较重']]);
  expect(rowsIn(draft, 1)).toEqual([[1, '补齐组织生活记录']]);
});

it('整改通知书 is drafted with blanks before it is issued, and refused where nothing is to be rectified', async () => {
  // The conclusion and the notice are of one day: of an instant between them the notice is not known.
  const { events } = papersCity();
  const concluded = events.find(({ type }) => type === 'InspectionConcluded');
  const before = await drafts.draft('rectification-notice', { knownAt: concluded?.recordedAt });
  expect(textIn(before)).toContain('请于    年  月  日前签收');
  expect(await drafts.refused('rectification-notice', { inspectionId: PASSED })).toBe('DOCUMENT_NOT_READY');
  expect(await drafts.refused('rectification-notice', { inspectionId: PLANNED })).toBe('DOCUMENT_NOT_READY');
});

it('督查报告 tells how many, how, what was good, and problems by aspect', async () => {
  const draft = await drafts.draft('supervision-report');
  const text = textIn(draft);
  for (const told of [
    '2023年作出结论的督查共2次，涉及党组织2个',
    '按方式：实地检查2次。按范围：综合督查2次',
    '按结论：限期整改1次，合格1次',
    '合格1次，占50.0%；没有发现问题的1次',
    '现场抽问班子成员应知应会：提问5个，答对4个，占80.0%',
    '发现问题1个：较重1个',
    '1．党内组织生活：1个',
  ])
    expect(text).toContain(told);
  expect(rowsIn(draft).map((row) => [row[1], row[5], row[6]])).toEqual([
    ['市示范局办公室党支部', '限期整改', 1],
    ['市典型委员会组织处党支部', '合格', 0],
  ]);
  expect(textIn(await drafts.draft('supervision-report', { year: '2022' }))).toContain('督查共0次');
  expect(textIn(await drafts.draft('supervision-report', { body: 'T' }))).toContain('督查共0次');
});

it('复核情况表 shows each designation that was reviewed, with what was found of it', async () => {
  expect(rowsIn(await drafts.draft('reinspection-table'))).toEqual([
    [
      1,
      '市示范局办公室党支部',
      '市示范局',
      '市直工委级',
      '基层党建示范点',
      '2023-04-14',
      '2026-04-14',
      '2023-05-18',
      '实地检查',
      '限期整改',
      '党内组织生活：=组织生活记录不全',
      '已命名',
      '2024-04-14',
    ],
  ]);
});
