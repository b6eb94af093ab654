import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { segmentsOf } from './distribution.chart.tsx';
import { Flow } from './flow.chart.tsx';
import { directionOf, flowing } from './flow.ts';

const order = [
  { grade: 'advanced', label: '先进', look: 'leading' },
  { grade: 'general', label: '一般', look: 'ordinary' },
  { grade: 'lagging', label: '后进', look: 'lagging' },
] as const;
const moves = [
  { from: 'general', to: 'advanced', count: 30 },
  { from: 'general', to: 'general', count: 50 },
  { from: 'advanced', to: 'general', count: 5 },
  { from: 'lagging', to: 'general', count: 15 },
];

describe('a distribution', () => {
  const year = (counts: readonly number[]) => ({
    name: '2022',
    shares: counts.map((count, index) => ({ label: String(index), look: 'ordinary' as const, count })),
  });

  it('divides its bar by the counts, and leaves out what nobody has', () => {
    expect(segmentsOf(year([25, 0, 75]), 102).map(({ from, length }) => [from, length])).toEqual([
      [0, 25],
      [27, 75],
    ]);
  });

  it('shows one of very many', () => expect(segmentsOf(year([1, 9_999]), 300)[0]?.length).toBe(2));
  it('is empty of nobody', () => expect(segmentsOf(year([0, 0]), 300)).toEqual([]));
});

describe('a flow', () => {
  it('rises to what stands before', () =>
    expect(moves.map((move) => directionOf(move, order))).toEqual(['up', 'same', 'down', 'up']));

  it('keeps the branches of each block in its ribbons, on both sides', () => {
    const { left, right, ribbons } = flowing(moves, order, 224);
    expect(left.map(({ grade, count, height }) => [grade, count, height])).toEqual([
      ['advanced', 5, 10],
      ['general', 80, 160],
      ['lagging', 15, 30],
    ]);
    expect(right.map(({ grade, count }) => [grade, count])).toEqual([
      ['advanced', 30],
      ['general', 70],
    ]);
    const [first, second, third] = ribbons;
    expect([first?.from, second?.to, third?.to]).toEqual(['advanced', 'advanced', 'general']);
    expect([second?.left, third?.left]).toEqual([22, 82]);
  });

  it('says in a sentence what it shows, and again as a table', () => {
    const html = render(<Flow from="2021年度" to="2022年度" grades={order} moves={moves} />);
    expect(html).toContain(
      'aria-label="2021年度到2022年度等次的去向：一般到先进30个，一般到一般50个，先进到一般5个，后进到一般15个"',
    );
    expect(html).toMatch(/看数据.*<th scope="row"[^>]*>一般<.*<td[^>]*>先进<.*<td[^>]*>30</s);
  });
});
