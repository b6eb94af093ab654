import { beforeEach, expect, it } from '@jest/globals';
import { gradingStream, problemId, problemStream, remediationStream } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import { dissolved, EDITION_ID, editionPublished, graded, registered, roundClosed } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

const worldNow = freshWorld(
  editionPublished(),
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
  problemStream(problemId({ organizationId: 'B1', source: { kind: 'grading', reference: `${grading}/${item}` } }));
const recorded = async (stream: string): Promise<readonly RecordedEvent[]> =>
  (await world.log('rectification')).filter((event) => event.stream === stream);
const typesOf = async (stream: string): Promise<readonly string[]> => (await recorded(stream)).map(({ type }) => type);
const remediation = remediationStream('B1', '2022');

const loss = (item: string, pointsLost: string, rater = 'superior') => ({
  item,
  aspect: item.startsWith('1') ? 'organization-setup' : 'organizational-life',
  rater,
  pointsLost,
});
const closing = async () => (await world.log('assessment')).find(({ type }) => type === 'RoundClosed');

it('names what a grading lost when its round is closed, on that day, and not before', async () => {
  await world.record(graded('B1', 'BranchGraded', 'ordinary'));
  await world.settle();
  expect(await world.log('rectification')).toEqual([]);
  await world.record(roundClosed());
  await world.settle();
  expect((await recorded(problemOf('1.1')))[0]?.data).toMatchObject({
    item: '1.1',
    aspect: 'organization-setup',
    itemText: '第1.1项',
    period: '2022',
    effectiveOn: '2022-12-31',
  });
  expect((await world.openDuties()).problems).toHaveLength(2);
  const [problem] = await recorded(problemOf('1.1'));
  const cause = await closing();
  expect(problem?.metadata).toMatchObject({
    causationId: cause?.id,
    correlationId: cause?.metadata.correlationId,
    actor: { role: 'system' },
  });
});

it('names what was lost by the grade that was confirmed, not by one that was replaced before', async () => {
  await world.record(graded('B1', 'BranchGraded', 'ordinary', { findings: [loss('4.1', '5')] }));
  await world.record(graded('B1', 'BranchGraded', 'ordinary', { findings: [loss('1.1', '5')] }), roundClosed());
  await world.settle();
  expect((await world.openDuties()).problems).toEqual([problemOf('1.1')]);
});

it('names a problem of a grade and of its round in either order', async () => {
  await world.record(roundClosed());
  await world.settle();
  await world.record(graded('B1', 'BranchGraded', 'ordinary'));
  await world.settle();
  expect((await world.openDuties()).problems).toHaveLength(2);
});

it('names what a correction says beyond that, and nothing again', async () => {
  await world.record(graded('B1', 'BranchGraded', 'ordinary', { findings: [loss('1.1', '5')] }), roundClosed());
  await world.settle();
  await world.record(graded('B1', 'GradeRevised', 'ordinary', { findings: [loss('1.1', '6'), loss('4.1', '5')] }));
  await world.settle();
  expect(await typesOf(problemOf('1.1'))).toEqual(['ProblemIdentified']);
  expect(await typesOf(problemOf('4.1'))).toEqual(['ProblemIdentified']);
  const revision = (await world.log('assessment')).find(({ type }) => type === 'GradeRevised');
  expect((await recorded(problemOf('4.1')))[0]?.metadata.causationId).toBe(revision?.id);
});

it('confirms again the open problem of an item that a grading lost, instead of naming a second one', async () => {
  const found = { organizationId: 'B1', aspect: 'organization-setup', item: '1.1' };
  const source = { kind: 'masses' as const, reference: '来信〔2023〕1号' };
  const clerk = { personId: 'P-2', role: 'operator' };
  await world.door.handle([{ name: 'IdentifyProblem', data: { ...found, source } }], clerk);
  await world.settle();
  await world.record(graded('B1', 'BranchGraded', 'ordinary'), roundClosed());
  await world.settle();
  await world.settle();
  const first = problemStream(problemId({ ...found, source }));
  expect(await typesOf(first)).toEqual(['ProblemIdentified', 'ProblemConfirmedAgain']);
  expect(await typesOf(problemOf('1.1'))).toEqual([]);
  expect((await world.openDuties()).problems).toEqual([first, problemOf('1.2')].sort());
});

const veto = (type: 'VetoRecorded' | 'VetoWithdrawn', more: object = {}) => ({
  stream: grading,
  type,
  data: {
    branchId: 'B1',
    scheme: 'classification',
    period: '2022',
    veto: 'V1',
    ...(type === 'VetoRecorded' && { effectiveOn: '2023-01-05' }),
    ...more,
  },
});
const opening = {
  stream: grading,
  type: 'GradingOpened',
  data: {
    branchId: 'B1',
    scheme: 'classification',
    period: '2022',
    editionId: EDITION_ID,
    editionHash: 'e'.repeat(64),
    roundId: 'W:classification:2022',
    workCommitteeId: 'W',
  },
};

it('names a veto at once, in the edition’s words; withdrawn it is no problem, recorded again it is one again', async () => {
  await world.record(opening, veto('VetoRecorded'));
  await world.settle();
  const [first] = (await world.openDuties()).problems;
  expect((await recorded(first ?? ''))[0]?.data).toMatchObject({
    aspect: 'other',
    item: 'V1',
    itemText: '创建工作弄虚作假',
    period: '2022',
  });
  await world.record(veto('VetoWithdrawn', { reason: '误录' }));
  await world.settle();
  expect((await recorded(first ?? '')).at(-1)?.data).toMatchObject({ because: 'entered-in-error', reason: '误录' });
  await world.record(veto('VetoRecorded'));
  await world.settle();
  const [second, ...others] = (await world.openDuties()).problems;
  expect([second === first, others]).toEqual([false, []]);
});

it('names a gate that held, and several small losses of an aspect as one problem of it', async () => {
  const documentNo = '示例〔2022〕2号';
  await world.record(editionPublished({ documentNo, problems: { fromPoints: 3, fromShare: 1 } }));
  const editionId = `classification:${documentNo}`;
  const findings = [loss('1.1', '2'), loss('1.2', '1.5'), loss('4.1', '2'), loss('4.2', '3')];
  await world.record(
    graded('B1', 'BranchGraded', 'ordinary', {
      editionId,
      findings,
      gates: [{ code: 'G1', says: '限制', measured: '3', bound: '> 2', lowered: false }],
    }),
    roundClosed(),
  );
  await world.settle();
  const found = (await world.log('rectification')).map(({ data }) => data);
  expect(found).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ aspect: 'other', item: 'G1', itemText: '数据不符超过2项' }),
      expect.objectContaining({
        aspect: 'organization-setup',
        pointsLost: '3.5',
        losses: [
          { item: '1.1', says: '第1.1项', pointsLost: '2' },
          { item: '1.2', says: '第1.2项', pointsLost: '1.5' },
        ],
      }),
      expect.objectContaining({ aspect: 'organizational-life', item: '4.2' }),
    ]),
  );
  expect(found).toHaveLength(3);
});

const matched = (system: string) => {
  const mismatches = [{ field: 'members', reported: '8', system }];
  const fields = { source: '智慧党建', fields: mismatches, mismatches };
  return {
    stream: grading,
    type: 'DataMatchRecorded',
    data: { branchId: 'B1', scheme: 'classification', period: '2022', ...fields },
  };
};

it('names one of a match outside gradings, and none again of a grading that takes that match over', async () => {
  const { scheme: _scheme, period: _period, ...standing } = matched('7').data;
  const data = { ...standing, effectiveOn: '2023-01-31' };
  await world.record({ stream: 'data-match-B1', type: 'StandingMatchRecorded', data });
  await world.settle();
  const taken = matched('7');
  await world.record({ ...taken, data: { ...taken.data, standing: true } });
  await world.settle();
  const [problem] = await world.log('rectification');
  expect(problem?.data).toMatchObject({ aspect: 'five-basics', item: 'members' });
  expect(await typesOf(problem?.stream ?? '')).toEqual(['ProblemIdentified']);
});

it('names a problem for each figure that does not match, and confirms it again when it still does not', async () => {
  await world.record(matched('7'));
  await world.settle();
  const [problem] = await world.log('rectification');
  expect(problem?.data).toMatchObject({
    aspect: 'five-basics',
    item: 'members',
    mismatch: { reported: '8', system: '7', source: '智慧党建' },
  });
  await world.record(matched('6'));
  await world.settle();
  expect(await typesOf(problem?.stream ?? '')).toEqual(['ProblemIdentified', 'ProblemConfirmedAgain']);
  expect((await world.openDuties()).problems).toHaveLength(1);
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
    data: { because: 'branch-dissolved', reason: '机构改革', effectiveOn: '2023-03-31' },
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
