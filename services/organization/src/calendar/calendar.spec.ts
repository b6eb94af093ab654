import { describe, expect, it } from '@jest/globals';
import { type CalendarCommand, calendarContract, type CalendarEvent, WorkingCalendar } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import { InMemoryEventStore } from '@zhibu/event-store';
import { specification } from '@zhibu/kernel/testing';
import { calendarDecider } from './calendar.decider.ts';
import { calendarTimetable, shippedYears } from './calendar.lookup.ts';
import { calendarFaults } from './calendar.rules.ts';

const { given } = specification(calendarDecider);
const content: CalendarCommand['data'] = {
  year: '2023',
  holidays: [{ says: '春节', from: '2023-01-21', through: '2023-01-27' }],
  workdays: ['2023-01-28', '2023-01-29'],
  basis: { documentNo: '国办发明电〔2022〕16号' },
  checked: false,
};
const publish = (overrides: Partial<CalendarCommand['data']> = {}): CalendarCommand => ({
  name: 'PublishWorkingDays',
  data: { ...content, ...overrides },
});
const published = (overrides: Partial<CalendarCommand['data']> = {}): CalendarEvent => ({
  type: 'WorkingDaysPublished',
  data: { ...content, ...overrides },
});

describe('the calendar of working days', () => {
  it('is published for a year', () => given().when(publish()).then(published()));
  it('published again with the same days is the same', () => given(published()).when(publish()).thenNothing());
  it('is confirmed once a person has checked it', () =>
    given(published())
      .when(publish({ checked: true }))
      .then(published({ checked: true })));
  it('once checked is not unchecked by sending it again', () =>
    given(published({ checked: true }))
      .when(publish())
      .thenNothing());
  it('is changed by who has checked it, and by nobody else', () => {
    given(published())
      .when(publish({ workdays: ['2023-01-28'] }))
      .thenRefused('CALENDAR_PUBLISHED');
    given(published({ checked: true }))
      .when(publish({ workdays: ['2023-01-28'], checked: true }))
      .then(published({ workdays: ['2023-01-28'], checked: true }));
  });
  it('that is wrong is refused', () =>
    given()
      .when(publish({ workdays: ['2023-01-30'] }))
      .thenRefused('CALENDAR_INVALID'));
  it('has the status that its last step leads to', () =>
    expect([
      ...holdStatusLaw(calendarContract, calendarDecider, [
        { command: publish(), facts: undefined },
        { command: publish({ checked: true }), facts: undefined },
      ]),
    ]).toContain('WorkingDaysPublished'));
});

const holiday = { says: '春节', from: '2023-01-21', through: '2023-01-27' };

it.each<[string, Partial<CalendarCommand['data']>, readonly string[]]>([
  ['a holiday of the year before', { holidays: [{ ...holiday, from: '2022-12-31' }], workdays: [] }, ['holidays.0']],
  ['a holiday that reaches the next year', { holidays: [{ ...holiday, through: '2024-01-01' }] }, ['holidays.0']],
  ['a holiday that ends before it begins', { holidays: [{ ...holiday, through: '2023-01-20' }] }, ['holidays.0']],
  [
    'two holidays that overlap',
    { holidays: [holiday, { ...holiday, from: '2023-01-27' }], workdays: [] },
    ['holidays.1'],
  ],
  ['a worked day of another year', { workdays: ['2024-01-28'] }, ['workdays.0']],
  ['a worked day that is no weekend', { workdays: ['2023-01-30'] }, ['workdays.0']],
  ['a worked day in a holiday', { workdays: ['2023-01-22'] }, ['workdays.0']],
  [
    'worked days that are the first and the last of a holiday, not those before and after it',
    {
      holidays: [{ ...holiday, through: '2023-01-22' }],
      workdays: ['2023-01-15', '2023-01-21', '2023-01-22', '2023-01-28'],
    },
    ['workdays.1', 'workdays.2'],
  ],
  ['no holiday of one day', { holidays: [{ ...holiday, through: holiday.from }] }, []],
  ['a worked day twice', { workdays: ['2023-01-28', '2023-01-28'] }, ['workdays.1']],
])('names %s', (_what, overrides, fields) => {
  const faults = calendarFaults({ ...content, workdays: [], ...overrides });
  expect(faults.map(({ field }) => field)).toEqual(fields);
});

describe('the years that ship', () => {
  it('are 2022 to 2026, each without a fault, with its notice named, to be checked by a person', () => {
    const shipped = shippedYears();
    expect(shipped.map(({ year }) => year)).toEqual(['2022', '2023', '2024', '2025', '2026']);
    expect(shipped.flatMap(calendarFaults)).toEqual([]);
    expect(shipped.map(({ checked, basis }) => [checked, basis.issuedBy])).toEqual(
      shipped.map(() => [false, '国务院办公厅']),
    );
  });

  // The days of the year less its weekends and its statutory holidays: 11 of them, 13 from 2025 on.
  it.each([
    ['2022', 249],
    ['2023', 249],
    ['2024', 251],
    ['2025', 248],
    ['2026', 248],
  ])('%s has %i working days', (year, expected) => {
    const calendar = new WorkingCalendar(shippedYears());
    const days = Array.from({ length: 366 }, (_, index) => new Date(Date.UTC(Number(year), 0, 1 + index)))
      .map((day) => day.toISOString().slice(0, 10))
      .filter((day) => day.startsWith(year));
    expect(days.filter((day) => calendar.isWorked(day))).toHaveLength(expected);
  });

  it('are due while nobody has published them', async () => {
    const store = new InMemoryEventStore();
    const { due } = calendarTimetable({ store });
    expect((await due()).map(({ data }) => ('year' in data ? data.year : ''))).toEqual([
      '2022',
      '2023',
      '2024',
      '2025',
      '2026',
    ]);
  });
});
