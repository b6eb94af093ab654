import { expect, it } from '@jest/globals';
import { gathered } from './gathered.ts';

it('asks once for what is asked side by side, answers each its own, and keeps nothing', async () => {
  const asked: (readonly number[])[] = [];
  const doubled = gathered(async (questions: readonly number[]) => {
    asked.push(questions);
    return questions.map((question) => question * 2);
  });
  expect(await Promise.all([doubled(1), doubled(2), doubled(2)])).toEqual([2, 4, 4]);
  expect(await doubled(1)).toBe(2);
  expect(asked).toEqual([[1, 2, 2], [1]]);
});

it('tells each who asked of a fault, and asks anew afterwards', async () => {
  let faults = 1;
  const ask = gathered(async (questions: readonly string[]) => {
    if (faults-- > 0) throw new Error('the database is away');
    return questions;
  });
  const both = await Promise.allSettled([ask('a'), ask('b')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask('a')).toBe('a');
});
