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

it.each([['superiors'], ['among'], ['editionIds'], ['gradedUnder']])('names what stands in %s', async (fact) => {
  const { detail } = await namedProblem(problemOf({ [fact]: ['A', 'B'] }), names);
  expect(detail).toMatch(/（A支部、B支部）$/);
});

it.each([['parentId'], ['unitId'], ['organizationId'], ['branchId'], ['workCommitteeId'], ['editionId']])(
  'names the one in %s, unless nobody knows it: then it is what was typed',
  async (fact) => {
    const { detail } = await namedProblem(problemOf({ [fact]: 'A', dissolvedOn: '2022-03-01' }), names);
    expect(detail).toMatch(/（A支部；撤销日期：2022-03-01）$/);
    expect(await namedProblem(problemOf({ [fact]: 'X' }), names)).toEqual(problemOf({ [fact]: 'X' }));
  },
);

it('names where a duty is missing, which right, and whose duty gives it', async () => {
  const missing = { organizationId: 'A', right: 'rate', duties: ['branch-secretary', 'rater'], field: 'branchId' };
  const { detail } = await namedProblem({ ...problemOf(missing), code: 'DUTY_MISSING' }, names);
  expect(detail).toBe(
    '您的岗位职责不含办理此事的权限，请由有此权限的人办理（A支部；所需权限：评分；有此权限的岗位：党支部书记、评分人）',
  );
});

it('keeps the places that the service has told, and what it named itself', async () => {
  const errors = [{ field: '', problem: '先进6个，限额5个' }];
  const { detail } = await namedProblem(problemOf({ units: ['A'], errors, named: ['先进'] }), names);
  expect(detail).toMatch(/（先进6个，限额5个；先进、A支部）$/);
});
