import { expect, it } from '@jest/globals';
import { allFields } from './resolvers.ts';

const one = (): number => 1;

it('takes the fields of one type from several parts', () => {
  const fields = allFields([{ Branch: { a: one } }, { Branch: { b: one }, Query: { c: one } }]);
  expect(Object.keys(fields['Branch'] ?? {})).toEqual(['a', 'b']);
});

it('refuses two answers to one field', () => {
  expect(() => allFields([{ Branch: { a: one } }, { Branch: { a: one } }])).toThrow('Branch.a is answered twice');
});
