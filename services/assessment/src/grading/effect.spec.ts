import { expect, it } from '@jest/globals';
import { effectiveDay, isQuiet } from './effect.rules.ts';

const refused = (code: string) => expect.objectContaining({ code });

it.each([
  ['the day before the period', '2021-12-31', 'EFFECTIVE_BEFORE_PERIOD'],
  ['its first day', '2022-01-01', null],
  ['12 months after its end', '2023-12-31', null],
  ['a day more', '2024-01-01', 'EFFECTIVE_AFTER_PERIOD'],
])('lets a grade of 2022 take effect on %s or not', (_what, day, code) => {
  const taken = () => effectiveDay('2022', day, { today: '2026-01-01', kept: null });
  if (code === null) expect(taken()).toBe(day);
  else expect(taken).toThrow(refused(code));
});

it('never of a day to come: today is the last', () => {
  const on = (day: string) => () => effectiveDay('2022', day, { today: '2022-06-30', kept: null });
  expect(on('2022-06-30')()).toBe('2022-06-30');
  expect(on('2022-07-01')).toThrow(refused('EFFECTIVE_IN_FUTURE'));
  expect(effectiveDay('2023', undefined, { today: '2023-01-01', kept: null })).toBe('2023-01-01');
  expect(() => effectiveDay('2023', undefined, { today: '2022-12-31', kept: null })).toThrow(
    refused('EFFECTIVE_IN_FUTURE'),
  );
});

it('keeps the day of what it replaces; the first one has the period’s last day, or today before that', () => {
  expect(effectiveDay('2022', undefined, { today: '2023-03-01', kept: '2022-05-01' })).toBe('2022-05-01');
  expect(effectiveDay('2022', undefined, { today: '2023-03-01', kept: null })).toBe('2022-12-31');
  expect(effectiveDay('2022', undefined, { today: '2022-12-31', kept: null })).toBe('2022-12-31');
  expect(effectiveDay('2022', undefined, { today: '2022-12-30', kept: null })).toBe('2022-12-30');
});

it('knows the 60 days before 31 December', () => {
  expect(['2022-10-31', '2022-11-01', '2022-12-31', '2023-01-01'].map(isQuiet)).toEqual([false, true, true, false]);
});
