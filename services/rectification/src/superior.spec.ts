import { beforeEach, expect, it } from '@jest/globals';
import { about, finding } from './testing/examples.ts';
import { concluded, dissolved, editionPublished, graded, registered, roundClosed } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

const worldNow = freshWorld(
  editionPublished(),
  registered('C', 'city'),
  registered('W', 'work-committee', 'C'),
  registered('U', 'unit', 'W'),
  registered('J', 'organ-committee', 'U'),
  registered('G', 'general-branch', 'J'),
  registered('B1', 'branch', 'G'),
);
const { problemId } = about;
let world: World;
beforeEach(() => {
  world = worldNow();
});

/** The code a command is refused with; undefined: it is done. */
async function sent(name: string, data: object, organizationId?: string): Promise<unknown> {
  const actor = { personId: `P-${organizationId ?? 'B1'}`, role: 'operator', organizationId };
  const [outcome] = await world.door.handle([{ name, data }], actor);
  return outcome && 'refusal' in outcome && outcome.refusal instanceof Error
    ? Reflect.get(outcome.refusal, 'code')
    : undefined;
}

const order = { problemId, item: '4.2', post: '组织委员', responsibleId: 'P-1', dueOn: '2023-06-10' };

it('lets the superior that lives judge: from its dissolution on the general branch does not, and the next above does', async () => {
  await sent('IdentifyProblem', { ...finding });
  await sent('OpenRectification', order);
  await sent('ReportCompletion', { problemId, says: '已补齐', evidence: ['台账'] });
  await world.record(dissolved('G', world.today));
  await world.settle();
  const verify = { problemId, accepted: true };
  expect(await sent('VerifyCompletion', verify, 'G')).toBe('NOT_THE_SUPERIOR');
  expect(await sent('VerifyCompletion', verify, 'J')).toBeUndefined();
  expect(await sent('CloseProblem', { problemId }, 'G')).toBe('NOT_THE_SUPERIOR');
  expect(await sent('CloseProblem', { problemId }, 'W')).toBeUndefined();
});

it('lets a superior judge until the day of a dissolution that is announced', async () => {
  await sent('IdentifyProblem', { ...finding });
  await world.record(dissolved('G', '2023-07-01'));
  await world.settle();
  expect(await sent('DismissProblem', { problemId, because: 'not-a-problem' }, 'G')).toBeUndefined();
});

it('lets no work committee confirm that is dissolved', async () => {
  await world.record(graded('B1', 'BranchGraded', 'lagging'), roundClosed('B1'));
  await world.settle();
  const of = { branchId: 'B1', year: '2022' };
  const open = (await world.openDuties()).problems.map((stream) => stream.replace('problem-', ''));
  for (const id of open) await sent('DismissProblem', { problemId: id, because: 'not-a-problem' }, 'W');
  await world.record(
    concluded('HF-1', 'B1', [], { scope: 'follow-up', purpose: 'follow-up' }),
    concluded('I-1', 'B1', []),
  );
  await world.settle();
  const accept = (inspectionId: string) => sent('AcceptRemediation', { ...of, inspectionId }, 'J');
  // What is no follow-up is refused as what is not there.
  for (const other of ['NONE', 'I-1']) expect(await accept(other)).toBe('FOLLOW_UP_REQUIRED');
  expect(await accept('HF-1')).toBeUndefined();
  await world.record(dissolved('W', world.today));
  await world.settle();
  expect(await sent('ConfirmAcceptance', of, 'W')).toBe('NOT_THE_COMMITTEE');
});

it('lets no committee declare a common problem that is dissolved, and takes no finding for a body that is', async () => {
  await world.record(dissolved('W', world.today));
  await world.settle();
  const common = { organizationId: 'W', aspect: 'organizational-life', item: '4.1', basis: { documentNo: '1' } };
  expect(await sent('DeclareCommonProblem', common, 'W')).toBe('ORGANIZATION_UNKNOWN');
  const byInspection = { ...finding, source: { kind: 'inspection', reference: '1' } };
  for (const organizationId of ['W', 'J', undefined])
    expect(await sent('IdentifyProblem', byInspection, organizationId)).toBe('FOUND_FOR_NO_BODY');
  expect(await sent('IdentifyProblem', byInspection, 'C')).toBeUndefined();
  const found = (await world.log('rectification')).find(({ type }) => type === 'ProblemIdentified');
  expect(found?.data).toHaveProperty('inspectedBy', 'C');
});
