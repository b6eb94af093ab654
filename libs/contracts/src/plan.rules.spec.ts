import { expect, it } from '@jest/globals';
import { areNear, isComprehensive, ofSameUnits } from './plan.rules.ts';

const of = (month: number, year = '2023') => ({ year, months: [month] });

it('items lie within 30 days of each other by the days of their months, across the turn of a year too', () => {
  expect(areNear(of(3), of(3))).toBe(true);
  expect(areNear(of(3), of(4))).toBe(true);
  expect(areNear(of(4), of(3))).toBe(true);
  // From 31 January to 1 March are 29 days, from 31 March to 1 May 31.
  expect(areNear(of(1), of(3))).toBe(true);
  expect(areNear(of(3), of(5))).toBe(false);
  expect(areNear(of(12), of(1, '2024'))).toBe(true);
  expect(areNear(of(12), of(1))).toBe(false);
  expect(areNear({ year: '2023', months: [1, 8] }, { year: '2023', months: [5, 9] })).toBe(true);
});

it('items are of the same units where one of either is, or stands under, one of the other; by draw they never are', () => {
  const isUnder = (id: string, above: string): boolean => id === 'B' && above === 'W';
  const units = (...ids: string[]) => ({ units: ids });
  expect(ofSameUnits(units('U', 'V'), units('X', 'V'), isUnder)).toBe(true);
  expect(ofSameUnits(units('B'), units('W'), isUnder)).toBe(true);
  expect(ofSameUnits(units('W'), units('B'), isUnder)).toBe(true);
  expect(ofSameUnits(units('U'), units('W'), isUnder)).toBe(false);
  expect(ofSameUnits({}, units('W'), isUnder)).toBe(false);
});

it('an item uses the budget of comprehensive ones where one of its modes asks for a reception', () => {
  expect(isComprehensive({ scope: 'comprehensive', modes: ['back-office', 'remote'] })).toBe(true);
  expect(isComprehensive({ scope: 'comprehensive', modes: ['back-office', 'random-survey'] })).toBe(false);
  expect(isComprehensive({ scope: 'special', modes: ['on-site'] })).toBe(false);
});
