import { expect, it } from '@jest/globals';
import { type CommandNamed, commonProblem, problemId } from '@zhibu/contracts';
import { specification } from '@zhibu/kernel/testing';
import { actingFor, edition } from '../testing/examples.ts';
import type { CommonFacts } from './finding.decider.ts';
import { problemDecider } from './problem.decider.ts';

const problem = specification(problemDecider);
const basis = { documentNo: '示例〔2023〕9号' };
const data = { organizationId: 'W', aspect: 'organizational-life', item: '4.2', basis };
const declare: CommandNamed<'DeclareCommonProblem'> = { name: 'DeclareCommonProblem', data };
const facts: CommonFacts = {
  ...actingFor('W'),
  kind: 'work-committee',
  editions: [edition],
  problems: ['p1', 'p2'],
  branches: 10,
  among: 1000,
};
const { source } = commonProblem(data);
const fact = { problemId: problemId({ organizationId: 'W', source }), organizationId: 'W', effectiveOn: '2023-03-01' };
const identified = {
  type: 'ProblemIdentified' as const,
  data: {
    ...fact,
    aspect: 'organizational-life',
    item: '4.2',
    source,
    openBy: '2023-03-16',
    itemText: '“三会一课”记录完整',
  },
};
const declared = {
  type: 'CommonProblemDeclared' as const,
  data: { ...fact, problems: ['p1', 'p2'], branches: 10, among: 1000, basis },
};
const by = (more: Partial<CommonFacts>) => problem.given().when(declare, { ...facts, ...more });

it('is a problem of the committee, which takes over those that wait for a rectification, once', () => {
  by({}).then(identified, declared);
  problem.given(identified, declared).when(declare, facts).thenNothing();
});

it('is dated back by the committee with a reason, from when those it takes over are duplicates', () => {
  const on = (effectiveOn: string, reason?: string) =>
    problem.given().when({ ...declare, data: { ...data, effectiveOn, ...(reason && { reason }) } }, facts);
  const back = { effectiveOn: '2023-02-28' };
  on('2023-02-28', '补录').then(
    { ...identified, data: { ...identified.data, ...back } },
    { ...declared, data: { ...declared.data, ...back, reason: '补录' } },
  );
  on('2023-02-28').thenRefused('REASON_REQUIRED');
  on('2023-03-01').then(identified, declared);
  on('2023-03-02', '补录').thenRefused('EFFECTIVE_IN_FUTURE');
});

it.each([
  [9, 46, false],
  [9, 45, true],
  [10, 1000, true],
  [0, 0, false],
])('is shared by %i of %i branches: %s', (branches, among, isCommon) => {
  const asked = by({ branches, among });
  if (isCommon) expect(asked.outcome).toHaveProperty('events');
  else asked.thenRefused('NOT_COMMON');
});

it('is declared by the work committee itself, of an item that there is', () => {
  by(actingFor('C1')).thenRefused('NOT_THE_COMMITTEE');
  by(actingFor(undefined)).thenRefused('ACTS_FOR_NOBODY');
  by({ kind: 'unit' }).thenRefused('NOT_THE_COMMITTEE');
  by({ kind: null }).thenRefused('ORGANIZATION_UNKNOWN');
  const other = { ...declare, data: { ...data, item: '9.9' } };
  problem.given().when(other, facts).thenRefused('ITEM_UNKNOWN');
});
