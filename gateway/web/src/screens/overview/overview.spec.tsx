import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { GradesCard } from './grades-card.part.tsx';
import { listOf } from './lists.ts';
import { strivingOf } from './moves.ts';
import { UnitsCard } from './units-card.part.tsx';

const scope = { id: 'W', scheme: 'classification', period: '2022', before: '2021' };
const graded = (advanced: number, general: number, lagging: number) => [
  { grade: 'advanced', label: '先进', standing: 'leading', count: advanced },
  { grade: 'general', label: '一般', standing: 'ordinary', count: general },
  { grade: 'lagging', label: '后进', standing: 'lagging', count: lagging },
];
const grades = graded(320, 653, 27);

describe('what the policy asks of each standing', () => {
  const transitions = [
    { fromGrade: 'lagging', toGrade: 'general', count: 60 },
    { fromGrade: 'lagging', toGrade: 'advanced', count: 7 },
    { fromGrade: 'lagging', toGrade: 'lagging', count: 13 },
    { fromGrade: 'general', toGrade: 'advanced', count: 220 },
    { fromGrade: 'general', toGrade: 'general', count: 566 },
    { fromGrade: 'general', toGrade: 'lagging', count: 14 },
    { fromGrade: 'advanced', toGrade: 'advanced', count: 100 },
    { fromGrade: 'advanced', toGrade: 'general', count: 20 },
    { fromGrade: null, toGrade: 'advanced', count: 9 },
  ];

  it('is counted of those that stood so the year before', () =>
    expect(strivingOf(grades, transitions)).toEqual({
      lagging: { reached: 67, of: 80 },
      ordinary: { reached: 220, of: 800 },
      leading: { reached: 100, of: 120 },
    }));

  it('is reached by going on leading, where two grades lead', () => {
    const two = [
      { grade: 'good', label: '好', standing: 'leading', count: 1 },
      { grade: 'fairly-good', label: '较好', standing: 'leading', count: 1 },
    ];
    expect(strivingOf(two, [{ fromGrade: 'good', toGrade: 'fairly-good', count: 3 }]).leading).toEqual({
      reached: 3,
      of: 3,
    });
  });
});

describe('the card of grades', () => {
  const shown = (before: readonly [number, number, number]): string =>
    render(
      <GradesCard
        scope={scope}
        now={{ branches: 1_000, grades, ungraded: 0 }}
        before={{ branches: 1_000, grades: graded(...before), ungraded: 0 }}
      />,
    );

  it('shows count, share and one’s own past, and each count opens its list', () => {
    const html = shown([120, 800, 80]);
    expect(html).toMatch(/320.*32\.0%.*比上年多 200 个.*653.*65\.3%.*比上年少 147 个.*27.*2\.7%.*比上年少 53 个/s);
    expect(html).toContain('href="/org/W/branches?scheme=classification&amp;grade=lagging&amp;period=2022"');
    expect(html).toMatch(/<svg[^>]* role="img" aria-label="2021年度：先进120个，一般800个，后进80个/);
  });

  it('compares with nothing where nobody was graded the year before', () => {
    expect(shown([0, 0, 0])).not.toContain('比上年');
  });
});

it('units stand in the order in which they are told, whatever their grades', () => {
  const unit = (id: string, counts: readonly [number, number, number]) => ({
    organization: { id, name: `单位${id}`, kind: 'unit' },
    branches: 10,
    grades: graded(...counts),
    ungraded: 0,
  });
  const html = render(<UnitsCard units={[unit('2', [1, 9, 0]), unit('1', [9, 1, 0]), unit('3', [0, 0, 10])]} />);
  expect([...html.matchAll(/>单位(\d)</g)].map(([, id]) => id)).toEqual(['2', '1', '3']);
  expect(html).not.toMatch(/aria-sort|<th[^>]*><button/);
});

it('a list is named by what it is of', () =>
  expect(listOf({ ...scope, id: 'a/b' }, 'good')).toBe(
    '/org/a%2Fb/branches?scheme=classification&grade=good&period=2022',
  ));
