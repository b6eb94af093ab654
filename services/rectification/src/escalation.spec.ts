import { beforeEach, expect, it } from '@jest/globals';
import { escalationLevels, problemId as identifierOf, problemStream } from '@zhibu/contracts';
import type { Actor } from '@zhibu/kernel';
import { SYSTEM } from '@zhibu/service-kit';
import { about, finding } from './testing/examples.ts';
import { editionPublished, graded, registered, roundClosed } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

const worldNow = freshWorld(
  editionPublished(),
  registered('W', 'work-committee'),
  registered('U', 'unit', 'W'),
  registered('G', 'general-branch', 'U'),
  registered('B1', 'branch', 'G'),
);
let world: World;
beforeEach(async () => {
  world = worldNow();
  await send('IdentifyProblem', { ...finding });
  await send('OpenRectification', { ...named });
});

const { problemId } = about;
const named = { problemId, item: '4.2', post: '组织委员', responsibleId: 'P-1', dueOn: '2023-06-10' };

async function send(name: string, data: object, actor: Partial<Actor> = {}): Promise<void> {
  const [outcome] = await world.door.handle([{ name, data }], { personId: 'P-2', role: 'operator', ...actor });
  if (outcome && 'refusal' in outcome) throw outcome.refusal;
}

/** Looks at the timetable once, as one of any number of instances. */
async function look(day: string): Promise<void> {
  world.today = day;
  await world.door.handle(await world.timetable.due(), SYSTEM);
}

const escalationsOf = async (id: string) =>
  (await world.log('rectification'))
    .filter(({ type, stream }) => type === 'RectificationEscalated' && stream === problemStream(id))
    .map(({ data }) => data as { readonly level: string; readonly answeringId: string; readonly dueOn: string });
const escalations = async () => (await escalationsOf(problemId)).map(({ level, answeringId }) => [level, answeringId]);

it('tells the branch secretary on day 1, the unit’s party group on day 7, the work committee on day 30, each once', async () => {
  const told: unknown[] = [];
  for (const [day, next] of [
    ['2023-06-10', []],
    ['2023-06-11', ['branch-secretary', 'B1']],
    ['2023-06-16', []],
    ['2023-06-17', ['party-group', 'U']],
    ['2023-07-09', []],
    ['2023-07-10', ['work-committee', 'W']],
    ['2023-12-31', []],
  ] as const) {
    await look(day);
    if (next.length > 0) told.push([...next]);
    expect(await escalations()).toEqual(told);
  }
});

it('does what was missed in forty days of standstill, in order, though two look at once', async () => {
  world.today = '2023-07-20';
  const [due, again] = [await world.timetable.due(), await world.timetable.due()];
  await Promise.all([world.door.handle(due, SYSTEM), world.door.handle(again, SYSTEM)]);
  expect((await escalations()).map(([level]) => level)).toEqual([...escalationLevels]);
});

it('begins anew with the due date that an extension sets', async () => {
  await look('2023-06-20');
  await send('RequestExtension', { problemId, until: '2023-07-31', reason: '等待档案' });
  await send('GrantExtension', { problemId }, { personId: 'P-9', organizationId: 'G' });
  await look('2023-07-31');
  expect(await escalations()).toHaveLength(2);
  await look('2023-08-01');
  expect((await escalations()).map(([level]) => level)).toEqual([
    'branch-secretary',
    'party-group',
    'branch-secretary',
  ]);
});

it('lets a rectification rest that is reported as complete; rejected, it has 15 days more at most', async () => {
  await send('ReportCompletion', { problemId, says: '已补齐', evidence: ['台账'] });
  await look('2023-06-16');
  expect(await escalations()).toEqual([]);
  world.today = '2023-06-20';
  const verifier = { personId: 'P-9', organizationId: 'W' };
  await send('VerifyCompletion', { problemId, accepted: false, reason: '不实' }, verifier);
  await look('2023-06-25');
  expect(await escalations()).toEqual([]);
  await look('2023-06-26');
  expect(await escalations()).toEqual([['branch-secretary', 'B1']]);
});

it('tells the branch secretary alone of a problem that nobody opens a rectification of within 15 days, and anew of one that is back', async () => {
  const other = { ...finding, item: '4.1', source: { kind: 'masses', reference: '来信〔2023〕2号' } };
  const id = identifierOf(other);
  await send('IdentifyProblem', other);
  const told = async () => (await escalationsOf(id)).map(({ level }) => level);
  await look('2023-06-16');
  expect(await told()).toEqual([]);
  await look('2023-06-17');
  expect(await told()).toEqual(['branch-secretary']);
  await look('2023-08-01');
  expect(await told()).toEqual(['branch-secretary']);
  await send('OpenRectification', { ...named, problemId: id, item: '4.1', dueOn: '2023-08-10' });
  await look('2023-08-11');
  expect(await told()).toEqual(['branch-secretary', 'branch-secretary']);
});

it('tells of a remediation whose plan is missing, and whose monthly report is', async () => {
  await world.record(graded('B1', 'BranchGraded', 'lagging'), roundClosed('B1'));
  await world.settle();
  const told = async () =>
    (await world.log('rectification'))
      .filter(({ type }) => type === 'RemediationEscalated')
      .map(({ data }) => data as { readonly owes: string; readonly level: string; readonly answeringId: string })
      .map(({ owes, level, answeringId }) => [owes, level, answeringId]);
  await look('2023-06-16');
  expect(await told()).toEqual([]);
  await look('2023-06-17');
  expect(await told()).toEqual([['plan', 'branch-secretary', 'B1']]);
  await send('PlanRemediation', { branchId: 'B1', year: '2022', helperId: 'P-5', measures: '逐项整改' });
  await look('2023-07-17');
  expect(await told()).toHaveLength(1);
  await look('2023-07-18');
  await look('2023-07-24');
  expect((await told()).slice(1)).toEqual([
    ['report', 'branch-secretary', 'B1'],
    ['report', 'party-group', 'U'],
  ]);
});

it('tells the superior on day 16 after the report that nobody has verified, once a report; the due date stands still', async () => {
  const told = async () =>
    (await escalationsOf(problemId)).map(({ level, answeringId, dueOn }) => [level, answeringId, dueOn]);
  const report = { problemId, says: '已补齐', evidence: ['台账'] };
  await send('ReportCompletion', report);
  await look('2023-06-16');
  expect(await told()).toEqual([]);
  await look('2023-06-17');
  await look('2023-06-18');
  await look('2023-08-01');
  expect(await told()).toEqual([['superior', 'G', '2023-06-16']]);
  const verifier = { personId: 'P-9', organizationId: 'W' };
  await send('VerifyCompletion', { problemId, accepted: false, reason: '不实' }, verifier);
  await send('ReportCompletion', report);
  await look('2023-08-16');
  expect(await told()).toHaveLength(1);
  await look('2023-08-17');
  expect((await told()).slice(1)).toEqual([['superior', 'G', '2023-08-16']]);
  await send('VerifyCompletion', { problemId, accepted: true }, verifier);
  await look('2023-12-31');
  expect(await told()).toHaveLength(2);
  expect(await world.timetable.due()).toEqual([]);
});

it('tells the superior that the term of a remediation is over, once a term, and the party group when it may not be continued', async () => {
  await world.record(graded('B1', 'BranchGraded', 'lagging'), roundClosed('B1'));
  await world.settle();
  const of = { branchId: 'B1', year: '2022' };
  const superior = { personId: 'P-9', organizationId: 'G' };
  const terms = async () =>
    (await world.log('rectification'))
      .filter(({ type }) => type === 'RemediationEscalated')
      .map(
        ({ data }) =>
          data as {
            readonly owes: string;
            readonly level: string;
            readonly answeringId: string;
            readonly dueOn: string;
          },
      )
      .filter(({ owes }) => owes === 'acceptance')
      .map(({ level, answeringId, dueOn }) => [level, answeringId, dueOn]);
  await send('PlanRemediation', { ...of, helperId: 'P-5', measures: '逐项整改', until: '2023-06-30' });
  await look('2023-06-30');
  expect(await terms()).toEqual([]);
  world.today = '2023-07-01';
  await look('2023-07-01');
  await look('2023-07-02');
  expect(await terms()).toEqual([['superior', 'G', '2023-06-30']]);
  for (const day of ['2023-07-05', '2023-07-06']) {
    world.today = day;
    await send('ContinueRemediation', { ...of, reason: '未见成效' }, superior);
  }
  await look('2024-01-05');
  expect(await terms()).toHaveLength(1);
  await look('2024-01-06');
  await look('2024-03-01');
  expect((await terms()).slice(1)).toEqual([['party-group', 'U', '2024-01-05']]);
  expect(await world.timetable.due()).toEqual([]);
});
