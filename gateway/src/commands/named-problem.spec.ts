import { expect, it } from '@jest/globals';
import { namedProblem, type Names } from './named-problem.ts';

const names: Names = async (ids) => new Map(ids.filter((id) => id !== 'X').map((id) => [id, `${id}支部`]));
const problemOf = (facts: object) => ({ code: 'ROUND_UNGRADED', title: 't', detail: 'd', ...facts });

it('names the organizations that a refusal is about, and keeps its facts', async () => {
  const named = await namedProblem(problemOf({ branches: ['A', 'B'] }), names);
  expect(named).toMatchObject({ branches: ['A', 'B'], detail: expect.stringMatching(/（A支部、B支部）$/) });
});

it('names five of many, and counts them all', async () => {
  const ids = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
  const asked: string[] = [];
  const named = await namedProblem(problemOf({ children: ids }), (some) => {
    asked.push(...some);
    return names(some);
  });
  expect(named.detail).toMatch(/（A支部、B支部、C支部、D支部、E支部等8个）$/);
  expect(asked.length).toBe(5);
});

it.each([[{}], [{ branches: [] }], [{ branches: 'A' }], [{ branches: [1] }]])('leaves %j as it is', async (facts) => {
  expect(await namedProblem(problemOf(facts), names)).toEqual(problemOf(facts));
});

it('says the code of one that nobody knows', async () => {
  expect((await namedProblem(problemOf({ units: ['X'] }), names)).detail).toMatch(/（X）$/);
});
