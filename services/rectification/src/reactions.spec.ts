import { beforeEach, expect, it } from '@jest/globals';
import { gradingStream, problemId, problemStream, remediationStream } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import { dissolved, graded, registered, roundClosed } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

const worldNow = freshWorld(
  registered('W', 'work-committee'),
  registered('U', 'unit', 'W'),
  registered('B1', 'branch', 'U'),
  registered('B2', 'branch', 'U'),
);
let world: World;
beforeEach(async () => {
  world = worldNow();
});

const grading = gradingStream('B1', 'classification', '2022');
const problemOf = (item: string) =>
  problemStream(problemId({ branchId: 'B1', source: { kind: 'grading', reference: `${grading}/${item}` } }));
const recorded = async (stream: string): Promise<readonly RecordedEvent[]> =>
  (await world.log('rectification')).filter((event) => event.stream === stream);
const typesOf = async (stream: string): Promise<readonly string[]> => (await recorded(stream)).map(({ type }) => type);
const remediation = remediationStream('B1', '2022');

it('names one problem per item that lost points, by the superior’s loss if it took any, else the largest', async () => {
  await world.record(graded('B1', 'BranchGraded', 'ordinary'));
  await world.settle();
  expect((await recorded(problemOf('1.1')))[0]?.data).toMatchObject({
    item: '1.1',
    aspect: 'organization-setup',
    pointsLost: '1',
    effectiveOn: '2022-12-31',
  });
  expect((await recorded(problemOf('1.2')))[0]?.data).toMatchObject({ item: '1.2', pointsLost: '1.5' });
  expect((await world.openDuties()).problems).toHaveLength(2);
});

it('is found again by its cause, and in the same story', async () => {
  await world.record(graded('B1', 'BranchGraded', 'ordinary'));
  await world.settle();
  const [cause] = await world.log('assessment');
  const [problem] = await recorded(problemOf('1.1'));
  expect(problem?.metadata).toMatchObject({
    causationId: cause?.id,
    correlationId: cause?.metadata.correlationId,
    actor: { role: 'system' },
  });
});

it('names no problem again when the branch is graded anew', async () => {
  await world.record(graded('B1', 'BranchGraded', 'ordinary'));
  await world.settle();
  await world.record(graded('B1', 'BranchGraded', 'lagging'));
  await world.settle();
  expect(await typesOf(problemOf('1.1'))).toEqual(['ProblemIdentified']);
});

it('names a problem for each figure that does not match', async () => {
  const mismatches = [{ field: 'members', reported: '8', system: '7' }];
  await world.record({
    stream: grading,
    type: 'DataMatchRecorded',
    data: {
      branchId: 'B1',
      scheme: 'classification',
      period: '2022',
      source: '智慧党建',
      fields: mismatches,
      mismatches,
    },
  });
  await world.settle();
  const [problem] = await world.log('rectification');
  expect(problem?.data).toMatchObject({
    aspect: 'five-basics',
    item: 'members',
    mismatch: { reported: '8', system: '7', source: '智慧党建' },
  });
});

it('does not answer a grade from before the platform', async () => {
  const prior = {
    branchId: 'B1',
    scheme: 'classification',
    period: '2021',
    grade: 'lagging',
    effectiveOn: '2021-12-31',
    basis: { documentNo: '1' },
    source: 'x',
  };
  await world.record({
    stream: gradingStream('B1', 'classification', '2021'),
    type: 'PriorGradeRecorded',
    data: prior,
  });
  await world.settle();
  expect(await world.log('rectification')).toEqual([]);
});

it('opens a remediation when the round is closed, with the closing as its cause, and none for other branches', async () => {
  await world.record(
    graded('B1', 'BranchGraded', 'lagging'),
    graded('B2', 'BranchGraded', 'ordinary'),
    roundClosed('B1'),
  );
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([remediation]);
  const closing = (await world.log('assessment')).find(({ type }) => type === 'RoundClosed');
  expect((await recorded(remediation))[0]?.metadata.causationId).toBe(closing?.id);
});

it('opens none before the closing confirms the grade', async () => {
  await world.record(graded('B1', 'BranchGraded', 'lagging'));
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([]);
});

it('withdraws it when the grade is revised away from lagging, opens it when it is determined to be lagging again', async () => {
  await world.record(graded('B1', 'BranchGraded', 'lagging'), roundClosed('B1'));
  await world.settle();
  await world.record(graded('B1', 'GradeRevised', 'ordinary'));
  await world.settle();
  expect((await recorded(remediation)).at(-1)?.data).toMatchObject({ because: 'grade-changed', reason: '更正' });
  await world.record(graded('B1', 'GradeDetermined', 'lagging'));
  await world.settle();
  expect(await typesOf(remediation)).toEqual(['RemediationOpened', 'RemediationWithdrawn', 'RemediationOpened']);
});

it('ends every duty of a dissolved branch, with its reason', async () => {
  await world.record(
    graded('B1', 'BranchGraded', 'lagging'),
    graded('B2', 'BranchGraded', 'ordinary'),
    roundClosed('B1'),
  );
  await world.settle();
  await world.record(dissolved('B1'));
  await world.settle();
  expect((await recorded(problemOf('1.1'))).at(-1)).toMatchObject({
    type: 'ProblemDismissed',
    data: { reason: '机构改革', effectiveOn: '2023-03-31' },
  });
  expect((await recorded(remediation)).at(-1)).toMatchObject({
    type: 'RemediationWithdrawn',
    data: { because: 'branch-dissolved' },
  });
  expect(await world.openDuties()).toMatchObject({
    remediations: [],
    problems: [expect.anything(), expect.anything()],
  });
});

it('ends a duty whose cause comes after the dissolution, by that dissolution', async () => {
  await world.record(dissolved('B1'));
  await world.settle();
  await world.record(graded('B1', 'BranchGraded', 'lagging'), roundClosed('B1'));
  await world.settle();
  expect(await world.openDuties()).toEqual({ problems: [], remediations: [] });
  const dissolution = (await world.log('organization')).find(({ type }) => type === 'OrganizationDissolved');
  expect((await recorded(problemOf('1.1'))).at(-1)?.metadata.causationId).toBe(dissolution?.id);
});
