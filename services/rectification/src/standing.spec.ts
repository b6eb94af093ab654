import { beforeEach, expect, it } from '@jest/globals';
import { gradingStream, problemId, problemStream, remediationStream, roundStream } from '@zhibu/contracts';
import { EDITION_ID, editionPublished, graded, registered, roundClosed } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

const worldNow = freshWorld(
  editionPublished(),
  registered('W', 'work-committee'),
  registered('U', 'unit', 'W'),
  registered('B1', 'branch', 'U'),
);
let world: World;
beforeEach(async () => {
  world = worldNow();
});

const stream = gradingStream('B1', 'classification', '2022');
const grading = {
  branchId: 'B1',
  scheme: 'classification',
  period: '2022',
  editionId: EDITION_ID,
  editionHash: 'e'.repeat(64),
  roundId: 'W:classification:2022',
  workCommitteeId: 'W',
};
const remediation = remediationStream('B1', '2022');
const problemOf = (item: string) =>
  problemStream(problemId({ organizationId: 'B1', source: { kind: 'grading', reference: `${stream}/${item}` } }));
const typesOf = async (of: string): Promise<readonly string[]> =>
  (await world.log('rectification')).filter((event) => event.stream === of).map(({ type }) => type);
const loss = (item: string, pointsLost: string) => ({
  item,
  aspect: item.startsWith('1') ? 'organization-setup' : 'organizational-life',
  rater: 'superior',
  pointsLost,
});

const determinationWithdrawn = (corrects: string) => ({
  stream,
  type: 'DeterminationWithdrawn',
  data: {
    ...grading,
    corrects,
    effectiveOn: '2022-12-31',
    reason: '复核撤回',
    basis: { documentNo: '示例〔2023〕5号' },
  },
});
const lastOf = async (type: string) =>
  (await world.log('assessment')).findLast((event) => event.type === type)?.id ?? '';

it('changes nothing when a computed grade is revised under a determination, until that is withdrawn', async () => {
  await world.record(
    graded('B1', 'BranchGraded', 'lagging'),
    graded('B1', 'GradeDetermined', 'ordinary'),
    roundClosed(),
  );
  await world.settle();
  await world.record(graded('B1', 'GradeRevised', 'lagging'));
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([]);
  await world.record(determinationWithdrawn(await lastOf('GradeDetermined')));
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([remediation]);
});

it('opens and withdraws by a reassessment, which finds anew what it lost', async () => {
  await world.record(graded('B1', 'BranchGraded', 'ordinary', { findings: [loss('1.1', '5')] }), roundClosed());
  await world.settle();
  const findings = [loss('1.1', '5'), loss('4.1', '5')];
  await world.record(graded('B1', 'GradeReassessed', 'lagging', { findings }));
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([remediation]);
  expect(await typesOf(problemOf('1.1'))).toEqual(['ProblemIdentified', 'ProblemConfirmedAgain']);
  expect((await world.openDuties()).problems).toHaveLength(2);
  await world.record(graded('B1', 'GradeReassessed', 'ordinary', { findings: [] }));
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([]);
});

it('adds a second lagging grade of the year as a ground', async () => {
  const appraisal = { scheme: 'appraisal', roundId: 'W:appraisal:2022' };
  await world.record(graded('B1', 'BranchGraded', 'lagging'), roundClosed('B1'));
  await world.settle();
  const second = graded('B1', 'BranchGraded', 'lagging', appraisal);
  const closed = roundClosed('B1');
  await world.record(
    { ...second, stream: gradingStream('B1', 'appraisal', '2022') },
    { ...closed, stream: roundStream('W:appraisal:2022'), data: { ...closed.data, ...appraisal } },
  );
  await world.settle();
  expect(await typesOf(remediation)).toEqual(['RemediationOpened', 'GroundAdded']);
});
