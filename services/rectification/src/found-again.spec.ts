import { expect, it } from '@jest/globals';
import { gradingStream, problemId, type ProblemSource, problemStream } from '@zhibu/contracts';
import { dissolved, editionPublished, type Fact, graded, registered, roundClosed } from './testing/facts.ts';
import { freshWorld } from './testing/world.ts';

const worldNow = freshWorld(
  editionPublished(),
  registered('W', 'work-committee'),
  registered('U', 'unit', 'W'),
  registered('B1', 'branch', 'U'),
);
const stream = gradingStream('B1', 'classification', '2022');
const problemFrom = (source: ProblemSource) => problemStream(problemId({ organizationId: 'B1', source }));
const loss = (item: string, pointsLost: string) => ({
  item,
  aspect: 'organization-setup',
  rater: 'superior',
  pointsLost,
});
const reassessed = (pointsLost: string): Fact =>
  graded('B1', 'GradeReassessed', 'ordinary', { findings: [loss('1.1', pointsLost)], effectiveOn: '2023-05-01' });
const matched = (system: string): Fact => {
  const field = { field: 'members', reported: '5', system };
  const data = { branchId: 'B1', scheme: 'classification', period: '2022', source: '智慧党建' };
  return { stream, type: 'DataMatchRecorded', data: { ...data, fields: [field], mismatches: [field] } };
};

it('confirms a problem by each finding of its item that arrives with the one which names it, once', async () => {
  const world = worldNow();
  await world.record(graded('B1', 'BranchGraded', 'ordinary', { findings: [loss('1.1', '5')] }), roundClosed());
  await world.record(reassessed('4'), reassessed('3'));
  await world.settle();
  await world.settle();
  const named = problemFrom({ kind: 'grading', reference: `${stream}/1.1` });
  const told = (await world.log('rectification')).filter((event) => event.stream === named);
  expect(told.map(({ type, data }) => [type, 'pointsLost' in data ? data.pointsLost : null])).toEqual([
    ['ProblemIdentified', '5'],
    ['ProblemConfirmedAgain', '4'],
    ['ProblemConfirmedAgain', '3'],
  ]);
});

it('confirms a mismatch that is matched anew before the first one is named', async () => {
  const world = worldNow();
  await world.record(matched('7'), matched('6'));
  await world.settle();
  const named = problemFrom({ kind: 'data-match', reference: `${stream}@0/members` });
  const told = (await world.log('rectification')).filter((event) => event.stream === named);
  expect(told.map(({ type }) => type)).toEqual(['ProblemIdentified', 'ProblemConfirmedAgain']);
});

it('names and confirms nothing of a branch that is dissolved by then', async () => {
  const world = worldNow();
  await world.record(dissolved('B1', '2022-12-01'));
  await world.settle();
  await world.record(matched('7'), matched('6'));
  await world.settle();
  expect(await world.log('rectification')).toEqual([]);
});
