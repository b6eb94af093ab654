import { describe, expect, it } from '@jest/globals';
import { render } from 'preact-render-to-string';
import { Clocks } from './clocks.chart.tsx';
import { knowledges, type Span } from './clocks.ts';

const span = (said: Partial<Span>): Span => ({
  from: '2022-12-31',
  to: null,
  knownFrom: '2023-01-10T02:00:00.000Z',
  knownTo: null,
  label: '先进',
  look: 'leading',
  score: '94.95',
  confirmed: false,
  period: '2022',
  recordedAt: '2023-01-10T02:00:00.000Z',
  type: 'BranchGraded',
  ...said,
});
const [graded, closed, revised] = ['2023-01-10T02:00:00.000Z', '2023-02-01T02:00:00.000Z', '2023-06-01T02:00:00.000Z'];
const spans = [
  span({ knownTo: closed }),
  span({ knownFrom: closed, knownTo: revised, confirmed: true }),
  span({
    knownFrom: revised,
    recordedAt: revised,
    type: 'GradeRevised',
    label: '一般',
    look: 'ordinary',
    score: '89.20',
    confirmed: true,
  }),
];

describe('what was known when', () => {
  it('is each whole answer, the newest first, with what brought it', () => {
    expect(
      knowledges(spans).map(({ knownFrom, knownTo, reason, spans: told }) => [
        knownFrom,
        knownTo,
        reason,
        told.map(({ label }) => label),
      ]),
    ).toEqual([
      [revised, null, { decision: 'GradeRevised', period: '2022' }, ['一般']],
      [closed, revised, 'confirmed', ['先进']],
      [graded, closed, { decision: 'BranchGraded', period: '2022' }, ['先进']],
    ]);
  });

  it('ends where an answer was taken away and none came', () => {
    const [last] = knowledges([span({ knownTo: closed })]);
    expect([last?.reason, last?.spans]).toEqual(['ended', []]);
  });

  it('is shown in words, leads to the moment, and marks the one that is looked at', () => {
    const addressAt = (knownAt: string | undefined): string =>
      `/branch/B${knownAt === undefined ? '' : `?knownAt=${knownAt}`}`;
    const html = render(
      <Clocks spans={spans} today="2023-07-01" knownAt="2023-03-01T00:00:00.000Z" addressAt={addressAt} />,
    );
    expect(html).toMatch(/2022年度更正等次.*核准定级结果.*2022年度初定等次/s);
    expect(html).toMatch(
      /class="chosen"><a href="\/branch\/B\?knownAt=2023-02-01T02%3A00%3A00.000Z"[^>]*aria-current="page"/,
    );
    expect(html).toContain('先进 94.95（未核准）');
  });
});
