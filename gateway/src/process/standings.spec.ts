import { describe, expect, it } from '@jest/globals';
import { byStatus, type CountedStep, standings } from './spans.rules.ts';

type Status = 'open' | 'closed';

const step = (
  revision: number,
  effectiveOn: string,
  says: { readonly leadsTo?: Status; readonly dueOn?: string } = {},
): CountedStep<Status> => ({
  revision,
  effectiveOn,
  type: 'Step',
  recordedAt: `2023-01-01T00:00:0${revision}.000Z`,
  leadsTo: says.leadsTo ?? null,
  dueOn: says.dueOn ?? null,
  label: null,
});

describe('where an instance stands', () => {
  it('is the status before where a step leads to none, with what that step has due', () => {
    const known = [step(1, '2023-02-01', { dueOn: '2023-03-01' }), step(0, '2023-01-01', { leadsTo: 'open' })];
    expect(standings(known)).toEqual([
      { from: '2023-01-01', to: '2023-02-01', value: { status: 'open', dueOn: null } },
      { from: '2023-02-01', to: 'infinity', value: { status: 'open', dueOn: '2023-03-01' } },
    ]);
  });

  it('follows the order of recording where a later step is dated back', () => {
    const known = [
      step(0, '2023-01-01', { leadsTo: 'open' }),
      step(1, '2023-03-01', { leadsTo: 'closed' }),
      step(2, '2023-02-01', { leadsTo: 'open' }),
    ];
    expect(standings(known).map(({ from, value }) => [from, value.status])).toEqual([
      ['2023-01-01', 'open'],
      ['2023-02-01', 'open'],
      ['2023-03-01', 'open'],
    ]);
  });

  it('is nowhere before a step leads to a status', () => {
    expect(standings([step(0, '2023-01-01')])).toEqual([]);
  });
});

it('counts days of one status in a row as one interval', () => {
  const known = [
    step(0, '2023-01-01', { leadsTo: 'open' }),
    step(1, '2023-02-01', { dueOn: '2023-03-01' }),
    step(2, '2023-03-01', { leadsTo: 'closed' }),
  ];
  expect(byStatus(known)).toEqual([
    { from: '2023-01-01', to: '2023-03-01', value: 'open' },
    { from: '2023-03-01', to: 'infinity', value: 'closed' },
  ]);
});
