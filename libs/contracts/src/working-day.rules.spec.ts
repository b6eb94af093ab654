import { expect, it } from '@jest/globals';
import { addDays } from '@zhibu/kernel';
import fc from 'fast-check';
import { isWeekend, WorkingCalendar } from './working-day.rules.ts';

/** The turn of the year, Spring Festival and the days worked for it, as the notice for 2023 has them. */
const of2023 = {
  year: '2023',
  holidays: [
    { says: '元旦', from: '2023-01-01', through: '2023-01-02' },
    { says: '春节', from: '2023-01-21', through: '2023-01-27' },
  ],
  workdays: ['2023-01-28', '2023-01-29'],
};
const of2022 = { year: '2022', holidays: [], workdays: [] };
const calendar = new WorkingCalendar([of2022, of2023]);

it.each([
  ['2023-01-20', true],
  ['2023-01-21', false],
  ['2023-01-27', false],
  ['2023-01-28', true],
  ['2023-01-29', true],
  ['2023-02-04', false],
  ['2023-02-06', true],
  ['2024-01-02', undefined],
])('%s is worked: %s', (day, worked) => expect(calendar.isWorked(day)).toBe(worked));

it.each([
  ['2023-02-06', 5, '2023-02-11'],
  ['2023-02-04', 5, '2023-02-11'],
  ['2023-01-19', 3, '2023-01-29'],
  ['2022-12-30', 2, '2023-01-04'],
  ['2023-02-06', 1, '2023-02-07'],
])('a term that begins with %s and has %i working days ends before %s', (from, count, day) =>
  expect(calendar.endOf(from, count)).toEqual({ day }),
);

it.each([
  ['2023-02-06', 3, '2023-02-09'],
  ['2023-02-03', 1, '2023-02-06'],
  ['2023-01-20', 1, '2023-01-28'],
  ['2022-12-30', 1, '2023-01-03'],
])('%s and %i working days is %s', (from, count, day) => expect(calendar.dueAfter(from, count)).toEqual({ day }));

it('says which year has no calendar', () => {
  expect(calendar.endOf('2023-12-29', 2)).toEqual({ missingYear: '2024' });
  expect(calendar.endOf('2023-12-29', 1)).toEqual({ day: '2023-12-30' });
  expect(calendar.dueAfter('2021-12-31', 1)).toEqual({ day: '2022-01-03' });
  expect(calendar.endOf('2021-12-31', 1)).toEqual({ missingYear: '2021' });
});

it('knows weekends as the calendar of the world has them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 20_000 }), (offset) => {
      const day = addDays('2022-01-01', offset);
      expect(isWeekend(day)).toBe([0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()));
    }),
  );
});

it('counts exactly so many working days before the end of a term, the last of them right before it', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 60 }), (offset, count) => {
      const from = addDays('2022-12-01', offset);
      const end = calendar.endOf(from, count);
      if (!('day' in end)) throw new Error('the calendars reach far enough');
      const worked: string[] = [];
      for (let day = from; day < end.day; day = addDays(day, 1)) if (calendar.isWorked(day)) worked.push(day);
      expect(worked).toHaveLength(count);
      expect(worked.at(-1)).toBe(addDays(end.day, -1));
    }),
  );
});
