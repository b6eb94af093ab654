import { describe, expect, it } from '@jest/globals';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { type CountedStep, joined, type Told } from './spans.rules.ts';
import { lastTold, standingRectangles, standings } from './standings.rules.ts';

type Status = 'open' | 'closed';

const step = (
  revision: number,
  effectiveOn: string,
  says: { readonly leadsTo?: Status; readonly dueOn?: string; readonly told?: Told } = {},
): CountedStep<Status> => ({
  revision,
  effectiveOn,
  type: 'Step',
  recordedAt: `2023-01-01T00:00:0${revision}.000Z`,
  leadsTo: says.leadsTo ?? null,
  dueOn: says.dueOn ?? null,
  told: says.told ?? {},
});

describe('where an instance stands', () => {
  it('is the status before where a step leads to none, with what that step has due', () => {
    const known = [step(1, '2023-02-01', { dueOn: '2023-03-01' }), step(0, '2023-01-01', { leadsTo: 'open' })];
    expect(standings(known)).toEqual([
      { from: '2023-01-01', to: '2023-02-01', value: { status: 'open', dueOn: null, facets: {} } },
      { from: '2023-02-01', to: 'infinity', value: { status: 'open', dueOn: '2023-03-01', facets: {} } },
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

  it('has what was told last of each field, and what its first step tells whatever day that is of', () => {
    const known = [
      step(0, '2023-03-01', { leadsTo: 'open', told: { kind: 'special', level: 'city' } }),
      step(1, '2023-02-01', { leadsTo: 'closed', told: { level: null } }),
    ];
    expect(standings(known).map(({ from, value: { facets } }) => [from, facets])).toEqual([
      ['2023-02-01', { kind: 'special' }],
      ['2023-03-01', { kind: 'special' }],
    ]);
  });
});

it('has days on which nothing changes as one rectangle, and one more from when something else is known of them', () => {
  const known = [
    step(0, '2023-01-01', { leadsTo: 'open' }),
    step(1, '2023-02-01'),
    step(2, '2023-03-01', { leadsTo: 'closed' }),
  ];
  expect(standingRectangles(known).map(({ value: { status }, ...days }) => [status, ...Object.values(days)])).toEqual([
    ['open', '2023-01-01', 'infinity', known[0]?.recordedAt, known[2]?.recordedAt],
    ['open', '2023-01-01', '2023-03-01', known[2]?.recordedAt, 'infinity'],
    ['closed', '2023-03-01', 'infinity', known[2]?.recordedAt, 'infinity'],
  ]);
});

const offset = fc.integer({ min: 1, max: 9 });
const dayAt = (days: number): string => `2023-01-0${days}`;
const instantAt = (seconds: number): string => `2023-01-01T00:00:0${seconds}.000Z`;

/** Steps in the order of recording, some at one instant, some dated back or ahead. */
const steps = fc
  .array(
    fc.record({
      on: offset,
      at: offset,
      leadsTo: fc.constantFrom(null, 'open' as const, 'closed' as const),
      dueOn: fc.option(offset.map(dayAt)),
      told: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(null, 'x', 'y'), { maxKeys: 2 }),
    }),
    { maxLength: 8 },
  )
  .map((drawn) =>
    drawn
      .toSorted((one, other) => one.at - other.at)
      .map(({ on, at, ...said }, revision): CountedStep<Status> => ({
        ...said,
        revision,
        type: 'Step',
        effectiveOn: dayAt(on),
        recordedAt: instantAt(at),
      })),
  );

/** What follows from the steps that are known and took effect by a moment. */
function workedOut(all: readonly CountedStep<Status>[], day: string, at: string): unknown {
  const known = all.filter(({ recordedAt }) => recordedAt <= at);
  const taken = known.filter(({ effectiveOn }) => effectiveOn <= day);
  const status = taken.filter(({ leadsTo }) => leadsTo !== null).at(-1)?.leadsTo;
  const told = taken.map((one) => one.told);
  return status && { status, dueOn: taken.at(-1)?.dueOn ?? null, facets: lastTold(known[0]?.told ?? {}, told) };
}

it('says of any day and instant what the steps known and taken by then say, once, in any order of the steps', () => {
  fc.assert(
    fc.property(steps, offset, offset, (all, on, at) => {
      const [day, instant] = [dayAt(on), instantAt(at)];
      const found = standingRectangles(all.toReversed()).filter(
        ({ from, to, knownFrom, knownTo }) => from <= day && day < to && knownFrom <= instant && instant < knownTo,
      );
      expect(found.map(({ value }) => value)).toEqual([workedOut(all, day, instant) ?? []].flat());
      const named = (some: typeof all): readonly string[] =>
        standingRectangles(some)
          .map((one) => JSON.stringify(one))
          .sort();
      expect(named(all.toReversed())).toEqual(named(all));
    }),
    { numRuns: runs(500) },
  );
});

it('counts days of one value in a row as one interval', () => {
  const days = [
    { from: '2023-01-01', to: '2023-02-01', value: 'open' },
    { from: '2023-02-01', to: '2023-03-01', value: 'open' },
    { from: '2023-03-01', to: 'infinity', value: 'closed' },
  ];
  expect(joined(days)).toEqual([{ ...days[0], to: '2023-03-01' }, days[2]]);
});
