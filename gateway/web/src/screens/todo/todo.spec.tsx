import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { BranchCard, distanceOf } from './branch-card.part.tsx';
import { dueOf } from './due.ts';
import { ProblemList } from './problem-list.part.tsx';

const today = '2026-11-30';
const waits = { status: 'rectifying', daysOverdue: 0, openBy: null, verifyBy: null, rectification: null };
const underway = (dueOn: string, daysOverdue = 0) => ({
  ...waits,
  daysOverdue,
  rectification: { post: '组织委员', dueOn },
});

describe('until when something is to be done', () => {
  it.each([
    ['counts the calendar days that are left', underway('2026-12-05'), '还剩 5 天', 'plain'],
    ['says that it is due today', underway('2026-11-30'), '今天到期', 'plain'],
    ['says how late it is', underway('2026-11-26', 4), '逾期 4 天', 'late'],
    ['misses who is to do it', { ...waits, status: 'identified', openBy: '2026-12-09' }, '待明确责任人', 'plain'],
    ['is another’s to verify', { ...waits, status: 'reported', verifyBy: '2026-12-15' }, '验收期限 2026-12-15', 'wait'],
    ['is verified late', { ...waits, status: 'reported', verifyBy: '2026-11-20' }, '验收超期 10 天', 'late'],
  ])('%s', (_, problem, says, look) => expect(dueOf(problem, today)).toMatchObject({ says, look }));

  it('is said of nothing that has no day', () =>
    expect(dueOf({ ...waits, status: 'verified' }, today)).toBeUndefined());
});

describe('the problems of a list', () => {
  const problem = {
    ...underway('2026-12-05'),
    id: 'p-1',
    itemText: '年度计划和总结完备',
    aspectLabel: '党内组织生活',
    pointsLost: '1',
    statusLabel: '整改中',
    source: { label: '定级失分' },
  };
  const shown = (totalCount: number, edges: readonly { readonly node: typeof problem }[]): string =>
    render(<ProblemList title="要办的" of={{ totalCount, edges }} today={today} nothing="没有要办的事。" />);

  it('say what is to be done, why, how far it has come, who answers for it and until when', () =>
    expect(shown(1, [{ node: problem }])).toMatch(
      /1 件 · 按期限排列.*年度计划和总结完备.*还剩 5 天.*定级失分 1 分.*整改中.*组织委员.*2026-12-05/s,
    ));

  it('lead each to its own page', () =>
    expect(shown(1, [{ node: problem }])).toMatch(/<a href="\/task\/p-1"[^>]*>年度计划和总结完备</));

  it('tell where there are more of them', () => expect(shown(70, [{ node: problem }])).toContain('70 件 · 先列 1 件'));
  it('are none where nothing waits', () => expect(shown(0, [])).toContain('没有要办的事。'));
});

describe('the card of my branch', () => {
  const next = { label: '先进', pointsShort: '0.80', blockedBy: [] };
  const rating = { period: '2022', label: '一般', standing: 'ordinary', confirmed: true, score: '89.20', next };
  const organization = { id: 'B', name: '第四党支部', kind: 'branch' };

  it('says the grade, and how far the next is', () =>
    expect(render(<BranchCard branch={{ organization, rating }} />)).toMatch(
      /第四党支部.*2022年度 · 89\.20 分 · 已核准 · 差 0\.80 分到先进.*一般/s,
    ));

  it('says what stands in the way where the points do not', () => {
    expect(distanceOf({ ...next, pointsShort: '0.00', blockedBy: ['数据不符'] })).toBe(
      '分数已达到先进，但有：数据不符',
    );
    expect(distanceOf(null)).toBe('');
  });

  it('says that it is not graded', () =>
    expect(render(<BranchCard branch={{ organization, rating: null }} />)).toContain('尚未定级'));
});
