import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Refusal } from '@zhibu/kernel';
import { z } from 'zod';
import { asked, draftsUnderTest, type DraftsUnderTest } from '../testing/drafts.ts';
import { papersCity } from '../testing/papers.ts';
import { documents } from './index.ts';
import { charactersOf, type Drafted, footOf, hashOf, PAPER_CHARACTERS, tablesOf } from './paper.ts';

let drafts: DraftsUnderTest;
beforeAll(async () => {
  drafts = await draftsUnderTest();
}, 60_000);
afterAll(() => drafts.drop());

const rowsIn = (draft: Drafted, table = 0) => tablesOf(draft.paper)[table]?.rows ?? [];
const textIn = (draft: Drafted): string => JSON.stringify(draft.paper);
const names = documents.map(({ name }) => name);

it('every document is tried here', () => {
  expect(Object.keys(asked).toSorted()).toEqual(names.toSorted());
});

it.each(names)('%s: the same moment gives the same bytes, and another content another hash', async (name) => {
  const [one, again] = [await drafts.draft(name), await drafts.draft(name)];
  expect(hashOf(again)).toBe(hashOf(one));
  const file = await drafts.fileOf(one);
  expect((await drafts.fileOf(again)).equals(file)).toBe(true);
  // Of the first file in the archive: 1 January 1980, whenever it was made.
  expect(file.readUInt32LE(10)).toBe(0x0021_0000);
  expect(hashOf({ ...one, paper: { ...one.paper, title: `${one.paper.title}。` } })).not.toBe(hashOf(one));
  expect(footOf(one)).toContain(hashOf(one));
});

it.each(names)('%s: the text of a letter stays below 4,000 characters', async (name) => {
  const { paper } = await drafts.draft(name);
  expect(paper.kind === 'letter' ? charactersOf(paper) : 0).toBeLessThan(PAPER_CHARACTERS);
});

/** A programme is published to all, and who may not see its body finds no batch of it, as if none was decided. */
const ofBatch = ['designation-notice', 'designation-decision'];

it.each(names)('%s: who may not see what it is of is refused as of what is unknown', async (name) => {
  const nobody = { kind: 'person', personId: 'P-none', session: 's', factors: [], steppedUpAt: '' } as const;
  const refused = await drafts.draft(name, {}, nobody).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({
    code: ofBatch.includes(name) ? 'DOCUMENT_NOT_READY' : expect.stringMatching(/_UNKNOWN$/),
  });
});

it('定级通知 names standard, steps and who is to be graded', async () => {
  const text = textIn(await drafts.draft('grading-notice'));
  expect(text).toContain('应参加评定的党支部共16个');
  expect(text).toContain('（示例〔2022〕1号）');
  expect(text).toContain('（一）支部自评：2023年2月1日至2023年2月10日');
  expect(text).toContain('（四）公示：2023年3月1日至2023年3月7日');
});

it('评分表 shows every item of the edition, with what was lost, why, and by what evidence', async () => {
  const draft = await drafts.draft('score-sheet');
  expect(rowsIn(draft)[0]).toEqual([
    '组织设置',
    '1.1',
    expect.any(String),
    '3',
    '',
    '上级党组织评定',
    '2',
    '组织设置不够规范，换届记录不完整',
    '换届台账2022',
  ]);
  expect(rowsIn(draft).filter(([, item]) => item === '1.2')).toEqual([
    ['组织设置', '1.2', expect.any(String), '4', '', '', '', '', ''],
  ]);
  expect(rowsIn(draft, 1)[0]).toEqual(['支部自评', '0.20', '90.50']);
});

it('单位汇总表 lists every branch of the unit with this year, the year before, gate and review', async () => {
  const rows = rowsIn(await drafts.draft('unit-summary', { under: 'C-U1' }));
  expect(rows).toHaveLength(8);
  expect(rows[3]).toEqual([
    4,
    'C-U1-B03',
    '市示范局财务处党支部',
    '市示范局机关党委',
    '市示范局',
    '83.00',
    '83.00',
    '83.00',
    '83.00',
    '一般',
    '已核准',
    '五个基本与智慧党建数据不符超过2项',
    '',
    '一般',
    '审核后等次有变动，须重新审核（示例组〔2023〕3号）',
  ]);
});

it('单位汇总表 without a committee leaves the review to be filled in', async () => {
  const given = { under: 'C-U1', committee: undefined };
  expect(rowsIn(await drafts.draft('unit-summary', given)).map((row) => row.at(-1))).toEqual(Array(8).fill(''));
});

it('公示名单 lists the leading ones alone, with their units, from the first to the last day of the notice', async () => {
  const draft = await drafts.draft('notice-list');
  expect(rowsIn(draft).map(([, name]) => name)).toEqual([
    '市示范局办公室党支部',
    '市示范局组织处党支部',
    '市示范局宣传处党支部',
    '市典型委员会办公室党支部',
    '市典型委员会组织处党支部',
    '市典型委员会宣传处党支部',
  ]);
  expect(textIn(draft)).toContain('2023年3月1日至2023年3月7日');
  expect(textIn(draft)).not.toMatch(/后进|90\.50|得分/);
});

it('定级结果通报 tells numbers, shares, movement and losses, and annexes who leads and who lags', async () => {
  const draft = await drafts.draft('grading-results');
  const text = textIn(draft);
  expect(text).toContain('先进6个，占37.5%；一般8个，占50.0%；后进2个，占12.5%');
  expect(text).toMatch(/与2021年度相比，等次上升\d+个，持平\d+个，下降\d+个/);
  expect(text).toContain('9个党支部失分');
  expect(rowsIn(draft, 1).map(([, name]) => name)).toEqual(['市示范局服务中心党支部', '市典型委员会服务中心党支部']);
  expect(tablesOf(draft.paper)[1]?.title).toContain('内部掌握');
});

it('定级结果通报 of a round that was not closed by then says so', async () => {
  const notice = papersCity().events.find(({ type }) => type === 'RoundNoticeStarted');
  const text = textIn(await drafts.draft('grading-results', { knownAt: notice?.recordedAt }));
  expect(text).toContain('尚未核准');
});

it('问题清单 holds what is open, 整改清单 what was begun with the day of closing, 责任清单 each post once', async () => {
  expect(rowsIn(await drafts.draft('problem-list')).map((row) => [row[1], row[3], row[10]])).toEqual([
    ['市示范局服务中心党支部', '党内组织生活', '整改中'],
    ['市典型委员会组织处党支部', '党内组织生活', expect.any(String)],
  ]);
  const rectified = rowsIn(await drafts.draft('rectification-list'));
  expect(rectified.map((row) => [row[1], row[8], row.at(-1)])).toEqual([
    ['市示范局服务中心党支部', '2023-04-30', ''],
    ['市示范局组织处党支部', '2023-04-30', '2023-04-28'],
  ]);
  expect(rowsIn(await drafts.draft('responsibility-list')).map((row) => row.slice(3))).toEqual([
    ['组织委员', '', 1, '2023-04-30', 1],
    ['尚未明确', '', 1, '', 0],
  ]);
});

it('督办函 names the delay and who was told; without anything overdue it has no annex', async () => {
  const draft = await drafts.draft('escalation-letter');
  expect(textIn(draft)).toContain('逾期最长的已10天');
  expect(rowsIn(draft)[0]?.slice(-2)).toEqual([10, '党支部书记（2023-05-01）']);
  expect(tablesOf((await drafts.draft('escalation-letter', { under: 'C-U2' })).paper)).toEqual([]);
});

it('后进整顿台账 tells grade, problems, measures, term and months', async () => {
  expect(rowsIn(await drafts.draft('remediation-ledger'))[0]).toEqual([
    1,
    '市示范局服务中心党支部',
    '市示范局',
    '2022年度分类定级',
    '2023-03-10',
    '组织生活不经常，台账不全',
    '按月召开，逐次建档',
    '',
    '2023-09-10',
    '2023-04-18：四月起按月召开支部党员大会',
    '',
    '',
    expect.any(String),
  ]);
});

it('换届提醒函 names whose term ends within six months, or is over', async () => {
  expect(rowsIn(await drafts.draft('election-reminder'))[0]).toEqual([
    1,
    '市示范局办公室党支部',
    '市示范局',
    '2020-08-01',
    '3年',
    '',
    '2023-08-01',
  ]);
  const over = await drafts.draft('election-reminder', { finding: 'term-over', asOf: '2023-09-01' });
  expect(textIn(over)).toContain('有4个党组织任期届满尚未换届');
});

it('数据比对表 sets each figure beside the system’s', async () => {
  const rows = rowsIn(await drafts.draft('data-comparison'));
  expect(rows.map((row) => row.slice(4, 7))).toEqual([
    ['20', '20', '相符'],
    ['4', '3', '不符'],
    ['未填报', '4', '不符'],
  ]);
});

it.each([
  ['an unknown argument', { colour: 'red' }],
  ['no period', { period: undefined }],
  ['a day that is none', { asOf: '2023-02-30' }],
])('refuses %s', async (_, given) => {
  await expect(drafts.draft('notice-list', given)).rejects.toBeInstanceOf(z.ZodError);
});

it('a document costs by its rows, beside its queries', async () => {
  drafts.spent();
  await drafts.draft('unit-summary', { under: 'C-U1-B00', committee: undefined });
  const one = drafts.spent();
  await drafts.draft('unit-summary', { under: 'C-U1', committee: undefined });
  expect(drafts.spent()).toBe(one + 7);
});

it('公示名单 keeps the list of its notice when a grade changes afterwards, and is of the instant at which it began', async () => {
  const before = await drafts.draft('notice-list');
  const { events } = papersCity();
  const started = events.find(({ type }) => type === 'RoundNoticeStarted');
  expect(before.knownAt).toBe(started?.recordedAt);
  const changed = papersCity()
    .organization('C-U1-B00', 'OrganizationRenamed', { name: '市示范局综合处党支部', effectiveOn: '2022-06-01' })
    .grade('C-U1-B01', '2022', { grade: 'general' });
  await drafts.apply(changed.events.slice(events.length));
  expect(hashOf(await drafts.draft('notice-list'))).toBe(hashOf(before));
});
