import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { measuredText } from '../../words/measured.ts';
import { itemText, lostByAspect, type Rating, weightiest } from './lost.ts';
import { distancesOf, RatingCard } from './rating-card.part.tsx';

const edition = {
  id: 'classification:示例〔2022〕1号',
  label: '标准',
  documentNo: '示例〔2022〕1号',
  grades: [
    { grade: 'advanced', label: '先进', standing: 'leading', from: '90' },
    { grade: 'general', label: '一般', standing: 'ordinary', from: '70' },
    { grade: 'lagging', label: '后进', standing: 'lagging', from: '0' },
  ],
  aspects: [
    {
      aspect: 'organization-setup',
      label: '组织设置',
      points: '12',
      items: [{ item: '1.1', says: '设置规范', points: '3' }],
    },
    {
      aspect: 'organizational-life',
      label: '党内组织生活',
      points: '16',
      items: [{ item: '4.1', says: '三会一课', points: '6' }],
    },
  ],
};
const rating: Rating = {
  period: '2022',
  grade: 'general',
  computedGrade: 'general',
  label: '一般',
  standing: 'ordinary',
  confirmed: false,
  score: '94.95',
  effectiveFrom: '2022-12-31',
  effectiveTo: null,
  says: '得分94.95分，初定为一般',
  warnings: [],
  decision: { eventId: 'e-1', type: 'BranchGraded', reason: null, basis: null, edition },
  totals: [
    { rater: 'self', label: '支部自评', weight: '0.20', total: '96.00' },
    { rater: 'members', label: '党员群众测评', weight: '0.30', total: '100.00' },
    { rater: 'superior', label: '上级党组织评定', weight: '0.50', total: '91.50' },
  ],
  gates: [{ code: 'G2', says: '数据不符超过2项的，不得定为先进', measured: '3', bound: '2', lowered: true }],
  vetoes: [],
  next: { label: '先进', pointsShort: '0.00', blockedBy: ['数据不符超过2项的，不得定为先进'] },
  findings: [
    { item: '4.1', rater: 'self', pointsLost: '1', note: null },
    { item: '4.1', rater: 'superior', pointsLost: '2.10', note: '系补记' },
    { item: '1.1', rater: 'superior', pointsLost: '0.20', note: null },
  ],
};

describe('the card of a rating', () => {
  it('says grade, score, raters, what held it down, and that it is not confirmed', () => {
    const html = render(<RatingCard rating={rating} />);
    expect(html).toMatch(/2022年度分类定级.*一般.*未核准.*自2022年12月31日起有效/s);
    expect(html).toContain('96.00 × 20%');
    expect(html).toMatch(/class="held">.*数据不符超过2项.*实际 3，限度 2，等次因此受限/s);
    expect(html).toContain('没有一票否决情形');
    expect(html).toContain('aria-label="得分94.95分；等次线：先进自90分起，一般自70分起，后进自0分起"');
  });

  it('shows no code and no id', () => {
    const text = render(<RatingCard rating={rating} />).replace(/<[^>]+>/g, ' ');
    expect(text).not.toMatch(/advanced|general|G2|e-1|BranchGraded|superior/);
  });

  it('says what is missing where nobody was graded', () => {
    expect(render(<RatingCard rating={null} />)).toContain('没有生效的等次');
  });
});

describe('how far it is', () => {
  it('names what stands in the way, and the points only where some are short', () => {
    expect(distancesOf(rating)).toEqual(['不能评为先进：数据不符超过2项的，不得定为先进']);
    const short = { ...rating, next: { label: '先进', pointsShort: '0.80', blockedBy: [] } };
    expect(distancesOf(short)).toEqual(['距先进还差 0.80 分']);
  });

  it('names the computed grade beside the determined one, with reason and basis', () => {
    const decision = { ...rating.decision, reason: '成效突出', basis: '市直工委〔2023〕8号' };
    expect(distancesOf({ ...rating, computedGrade: 'advanced', next: null, decision })).toEqual([
      '初定等次为先进，由上级党组织审定',
      '理由：成效突出',
      '依据：市直工委〔2023〕8号',
    ]);
  });
});

describe('lost points', () => {
  it('are shown by the rater that weighs most of those that took some, exactly', () => {
    expect(weightiest(rating)).toBe('superior');
    expect(weightiest({ ...rating, findings: [] })).toBeUndefined();
    expect(lostByAspect(edition.aspects, rating.findings, 'superior').map(({ label, lost }) => [label, lost])).toEqual([
      ['组织设置', 0.2],
      ['党内组织生活', 2.1],
    ]);
    expect(itemText(edition.aspects, '4.1')).toBe('三会一课');
  });

  it('are measured as shares where their bound is one', () =>
    expect([measuredText('0.954', '< 0.9'), measuredText('< 0.9', '< 0.9'), measuredText('3', '> 2')]).toEqual([
      '95.4%',
      '< 90.0%',
      '3',
    ]));
});
