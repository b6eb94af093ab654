import { beforeEach, expect, it } from '@jest/globals';
import { gradingStream, problemId, problemStream, remediationStream } from '@zhibu/contracts';
import { SYSTEM } from '@zhibu/service-kit';
import { dissolved, editionPublished, graded, registered, reinstated, roundClosed } from './testing/facts.ts';
import type { Fact } from './testing/facts.ts';
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
  await world.record(graded('B1', 'BranchGraded', 'lagging'), roundClosed('B1'));
  await world.settle();
});

const reference = `${gradingStream('B1', 'classification', '2022')}/1.1`;
const problem = problemStream(problemId({ organizationId: 'B1', source: { kind: 'grading', reference } }));
const remediation = remediationStream('B1', '2022');
const recorded = async (stream: string) =>
  (await world.log('rectification')).filter((event) => event.stream === stream);
const typesOf = async (stream: string) => (await recorded(stream)).map(({ type }) => type);
const dissolution = async () => (await world.log('organization')).find(({ type }) => type === 'OrganizationDissolved');

/** Looks at the timetable once, as one of any number of instances. */
async function look(day: string): Promise<void> {
  world.today = day;
  await world.door.handle(await world.timetable.due(), SYSTEM);
}

it('a dissolution ahead ends nothing before its day, and on it every duty, by that dissolution', async () => {
  await world.record(dissolved('B1', '2023-07-01'));
  await world.settle();
  await look('2023-06-30');
  expect(await typesOf(problem)).not.toContain('ProblemDismissed');
  expect((await world.openDuties()).remediations).toEqual([remediation]);
  await look('2023-07-01');
  await look('2023-07-01');
  expect((await recorded(problem)).filter(({ type }) => type === 'ProblemDismissed')).toMatchObject([
    { data: { because: 'branch-dissolved', reason: '机构改革', effectiveOn: '2023-07-01' } },
  ]);
  expect((await recorded(remediation)).at(-1)).toMatchObject({
    type: 'RemediationWithdrawn',
    data: { because: 'branch-dissolved' },
    metadata: { causationId: (await dissolution())?.id, actor: { role: 'system' } },
  });
  expect(await world.openDuties()).toEqual({ problems: [], remediations: [] });
});

it('a duty that opens before the day of a dissolution ahead goes on until then', async () => {
  await world.record(dissolved('B1', '2023-07-01'));
  await world.record(graded('B1', 'GradeRevised', 'ordinary'));
  await world.settle();
  await world.record(graded('B1', 'GradeDetermined', 'lagging'));
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([remediation]);
});

it('a dissolution brought forward ends them on the earlier day', async () => {
  await world.record(dissolved('B1', '2023-08-01'), dissolved('B1', '2023-07-01'));
  await world.settle();
  await look('2023-07-01');
  expect(await world.openDuties()).toEqual({ problems: [], remediations: [] });
});

it('a dissolution that was taken back ends nothing on its day', async () => {
  await world.record(dissolved('B1', '2023-07-01'));
  await world.settle();
  await world.record(reinstated('B1'));
  await world.settle();
  await look('2023-07-01');
  expect((await world.openDuties()).remediations).toEqual([remediation]);
  expect(await typesOf(problem)).not.toContain('ProblemDismissed');
});

it('what a dissolution ended that was an error is open again, until another one', async () => {
  await world.record(dissolved('B1'));
  await world.settle();
  expect(await world.openDuties()).toEqual({ problems: [], remediations: [] });
  await world.record(reinstated('B1'));
  await world.settle();
  expect((await typesOf(problem)).slice(-2)).toEqual(['ProblemDismissed', 'ProblemReopened']);
  expect((await typesOf(remediation)).slice(-2)).toEqual(['RemediationWithdrawn', 'RemediationOpened']);
  const [cause] = (await world.log('organization')).filter(({ type }) => type === 'OrganizationReinstated');
  expect((await recorded(problem)).at(-1)?.metadata.causationId).toBe(cause?.id);
  await world.record(dissolved('B1', '2023-05-01'));
  await world.settle();
  expect(await world.openDuties()).toEqual({ problems: [], remediations: [] });
});

it('a dissolution and its being taken back, arriving together, end nothing', async () => {
  await world.record(dissolved('B1'), reinstated('B1'));
  await world.settle();
  expect((await world.openDuties()).remediations).toEqual([remediation]);
  expect(await typesOf(problem)).toEqual(['ProblemIdentified']);
});

const accepted: Fact = {
  stream: remediation,
  type: 'RemediationAccepted',
  data: { branchId: 'B1', year: '2022', effectiveOn: '2023-05-20', inspectionId: 'HF-1' },
};

it.each(['at once', 'ahead'])(
  'a dissolution %s ends a remediation that is accepted and not yet confirmed',
  async (when) => {
    const isAhead = when === 'ahead';
    await world.record(accepted);
    await world.settle();
    await world.record(isAhead ? dissolved('B1', '2023-07-01') : dissolved('B1'));
    await world.settle();
    if (isAhead) {
      expect((await typesOf(remediation)).at(-1)).toBe('RemediationAccepted');
      await look('2023-07-01');
      expect(await world.timetable.due()).toEqual([]);
    }
    expect((await recorded(remediation)).at(-1)).toMatchObject({
      type: 'RemediationWithdrawn',
      data: { because: 'branch-dissolved' },
      metadata: { causationId: (await dissolution())?.id },
    });
  },
);

it('a dissolution leaves a remediation alone whose acceptance is confirmed', async () => {
  await world.record(accepted, {
    ...accepted,
    type: 'AcceptanceConfirmed',
    data: { branchId: 'B1', year: '2022', effectiveOn: '2023-05-21' },
  });
  await world.settle();
  await world.record(dissolved('B1'));
  await world.settle();
  expect((await typesOf(remediation)).at(-1)).toBe('AcceptanceConfirmed');
});
