import { describe, expect, it } from '@jest/globals';
import type { Day } from '@zhibu/kernel';
import fc from 'fast-check';
import { committeeOf, Register, type RegisterFact, superiorsOf, unitOf } from './rules.ts';
import { History, histories, naiveParent, naivePlace, SUBJECTS } from './testing/history.ts';

const city = () =>
  new History()
    .opened('C', 'city')
    .opened('W', 'work-committee', 'C')
    .opened('V', 'work-committee', 'C')
    .opened('U', 'unit', 'W')
    .opened('T', 'unit', 'V')
    .opened('J', 'organ-committee', 'U')
    .opened('B', 'branch', 'J');

const placeOf = (history: History, id: string, day: Day) => new Register(history.facts).placeOf(id, day);

describe('where an organization stands on a day', () => {
  it('under whom its own edges and those above lead, the nearest first', () => {
    expect(placeOf(city(), 'B', '2022-06-01')).toEqual({
      id: 'B',
      kind: 'branch',
      sector: 'organ',
      form: 'ordinary',
      alive: true,
      ancestors: [
        { id: 'J', kind: 'organ-committee', alive: true },
        { id: 'U', kind: 'unit', alive: true },
        { id: 'W', kind: 'work-committee', alive: true },
        { id: 'C', kind: 'city', alive: true },
      ],
    });
  });

  it('by the tree of the day, when it or one above it moved', () => {
    const history = city().moved('U', 'V', '2022-06-01').moved('B', 'T', '2023-01-01').moved('T', 'W', '2023-03-01');
    const committees = ['2022-05-31', '2022-06-01', '2023-01-01', '2023-03-01'].map((day) => {
      const place = placeOf(history, 'B', day);
      return place && committeeOf(place);
    });
    expect(committees).toEqual(['W', 'V', 'V', 'W']);
  });

  it('by what was recorded last among the moves of one day, and whatever is reported of an earlier one', () => {
    const history = city().moved('B', 'T', '2022-06-01').moved('B', 'U', '2022-06-01').moved('B', 'T', '2021-06-01');
    const parents = ['2021-05-31', '2021-06-01', '2022-06-01'].map(
      (day) => placeOf(history, 'B', day)?.ancestors[0]?.id,
    );
    expect(parents).toEqual(['J', 'T', 'U']);
  });

  it('is known before it was opened and after it was dissolved, but then it does not live', () => {
    const history = city().opened('D', 'branch', 'U', '2022-03-01').dissolved('D', '2022-12-31');
    const lives = ['2022-02-28', '2022-03-01', '2022-12-30', '2022-12-31'].map((day) => placeOf(history, 'D', day));
    expect(lives.map((place) => place?.alive)).toEqual([false, true, true, false]);
    expect(new Set(lives.map((place) => place?.ancestors[0]?.id))).toEqual(new Set(['U']));
  });

  it('never lives where it was opened on the day it ends, and one day where it ends the day after', () => {
    const on = (end: Day) => {
      const history = city().opened('D', 'branch', 'U', '2022-03-01').dissolved('D', end);
      return ['2022-02-28', '2022-03-01', '2022-03-02'].map((day) => placeOf(history, 'D', day)?.alive);
    };
    expect([on('2022-02-28'), on('2022-03-01'), on('2022-03-02')]).toEqual([
      [false, false, false],
      [false, false, false],
      [false, true, false],
    ]);
  });

  it('nowhere once its registration is cancelled, and by its second registration alone', () => {
    const cancelled = city().moved('B', 'T', '2022-01-01').dissolved('B', '2022-02-01').cancelled('B');
    expect(placeOf(cancelled, 'B', '2022-06-01')).toBeUndefined();
    expect(placeOf(cancelled.opened('B', 'branch', 'T'), 'B', '2021-06-01')).toMatchObject({
      alive: true,
      ancestors: [{ id: 'T' }, { id: 'V' }, { id: 'C' }],
    });
  });

  it('by its opening, kind and sector as they were corrected, moves and a dissolution staying what they were', () => {
    const history = city()
      .moved('B', 'T', '2022-06-01')
      .dissolved('B', '2022-12-01')
      .corrected('B', 'general-branch', '2010-03-01', 'school');
    const days = ['2010-02-28', '2010-03-01', '2022-11-30', '2022-12-01'];
    expect(days.map((day) => placeOf(history, 'B', day)?.alive)).toEqual([false, true, true, false]);
    expect(placeOf(history, 'B', '2022-06-01')).toMatchObject({ kind: 'general-branch', sector: 'school' });
    expect(placeOf(history, 'B', '2022-06-01')?.ancestors[0]?.id).toBe('T');
  });

  it('as if it had never been dissolved once that was taken back, and not after another dissolution', () => {
    const history = city().dissolved('B', '2022-06-01').reinstated('B');
    expect(placeOf(history, 'B', '2022-06-01')?.alive).toBe(true);
    expect(placeOf(history.dissolved('B', '2022-09-01'), 'B', '2022-08-31')?.alive).toBe(true);
    expect(placeOf(history, 'B', '2022-09-01')?.alive).toBe(false);
  });

  it('by the sector and the form of the day', () => {
    const history = city().sector('B', 'school', '2022-03-01').formed('B', 'temporary', '2022-05-01');
    const on = (day: Day) => [placeOf(history, 'B', day)?.sector, placeOf(history, 'B', day)?.form];
    expect(['2022-02-28', '2022-03-01', '2022-04-30', '2022-05-01'].map(on)).toEqual([
      ['organ', 'ordinary'],
      ['school', 'ordinary'],
      ['school', 'ordinary'],
      ['school', 'temporary'],
    ]);
    expect(placeOf(history.cancelled('B').opened('B', 'branch', 'U'), 'B', '2022-06-01')).toMatchObject({
      sector: 'organ',
      form: 'ordinary',
    });
  });

  it('up to whoever is registered, and not round a circle', () => {
    const open = new History().opened('B', 'branch', 'U');
    expect(placeOf(open, 'B', '2022-01-01')?.ancestors).toEqual([]);
    const round = city().moved('W', 'U', '2022-01-01');
    expect(placeOf(round, 'B', '2022-01-01')?.ancestors.map(({ id }) => id)).toEqual(['J', 'U', 'W']);
    expect(placeOf(round, 'U', '2022-01-01')?.ancestors.map(({ id }) => id)).toEqual(['W']);
  });
});

describe('who answers for an organization', () => {
  const of = (history: History, id: string) => {
    const place = placeOf(history, id, '2022-06-01');
    return place && [superiorsOf(place)[0], unitOf(place), committeeOf(place)];
  };

  it('the nearest Party organization above, never the unit; the unit; the work committee', () => {
    expect(of(city(), 'B')).toEqual(['J', 'U', 'W']);
    expect(of(city(), 'J')).toEqual(['W', 'U', 'W']);
    expect(of(city().opened('S', 'unit', 'U').opened('D', 'branch', 'S'), 'D')).toEqual(['W', 'S', 'W']);
    expect(of(city(), 'W')).toEqual(['C', undefined, 'W']);
    expect(of(city(), 'C')).toEqual([undefined, undefined, undefined]);
  });
});

const shuffled = (facts: readonly RegisterFact[], seed: number): readonly RegisterFact[] =>
  facts
    .map((fact, index) => ({ fact, key: (index * 7919 + seed * 104_729) % 1009 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ fact }) => fact);

it('is what a walk over the facts of the day finds, in whatever order they are given', () => {
  fc.assert(
    fc.property(histories, fc.nat(1000), fc.integer({ min: 1, max: 9 }), (history, seed, month) => {
      const day = `2022-0${month}-15`;
      const register = new Register(shuffled(history.facts, seed));
      for (const id of SUBJECTS) expect(register.placeOf(id, day)).toEqual(naivePlace(history.facts, id, day));
    }),
    { numRuns: 500 },
  );
});

it('finds going down what it finds climbing up', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: 9 }), (history, month) => {
      const day = `2022-0${month}-15`;
      const register = new Register(history.facts);
      for (const above of SUBJECTS) {
        const expected = SUBJECTS.toSorted().flatMap((id) => {
          const place = naivePlace(history.facts, id, day);
          const depth = place?.ancestors.findIndex((ancestor) => ancestor.id === above) ?? -1;
          return place?.alive && depth >= 0 ? [{ ...place, ancestors: place.ancestors.slice(0, depth + 1) }] : [];
        });
        expect(register.placesUnder(above, day)).toEqual(expected);
      }
    }),
    { numRuns: 200 },
  );
});

it('names as children from a day on those that stand under one on a day of theirs, not earlier', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 1, max: 9 }), (history, month) => {
      const day = `2022-0${month}-15`;
      const days = Array.from({ length: 12 }, (_, index) => `2022-${String(index + 1).padStart(2, '0')}-15`);
      const register = new Register(history.facts);
      for (const parent of SUBJECTS) {
        const stands = (id: string, on: Day) =>
          naivePlace(history.facts, id, on)?.alive === true && naiveParent(history.facts, id, on) === parent;
        const children = SUBJECTS.filter((id) => days.some((on) => on >= day && stands(id, on)));
        expect(register.childrenFrom(parent, day)).toEqual(children.toSorted());
      }
    }),
    { numRuns: 200 },
  );
});
