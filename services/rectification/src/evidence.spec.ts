import { beforeEach, expect, it } from '@jest/globals';
import { SYSTEM } from '@zhibu/service-kit';
import { about, finding } from './testing/examples.ts';
import { editionPublished, type Fact, registered } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

const hash = (digit: string): string => digit.repeat(64);

const handedIn = (sha256: string, organizationId: string): Fact => ({
  stream: `evidence-${sha256}`,
  type: 'EvidenceRegistered',
  data: { sha256, organizationId, name: '台账.pdf', size: 1, type: 'application/pdf', effectiveOn: '2023-01-01' },
});
const removed = (sha256: string, organizationId: string): Fact => ({
  stream: `evidence-${sha256}`,
  type: 'EvidenceRemoved',
  data: { sha256, organizationId, reason: '误传', effectiveOn: '2023-01-02' },
});

/** By one of those who handed it in; another has not. */
const takenBack = (sha256: string, organizationId: string): Fact => {
  const { data, ...fact } = removed(sha256, organizationId);
  return { ...fact, data: { ...data, stillHandedIn: true } } as Fact;
};

const worldNow = freshWorld(
  editionPublished(),
  registered('W', 'work-committee'),
  registered('U', 'unit', 'W'),
  registered('B1', 'branch', 'U'),
  registered('B2', 'branch', 'U'),
  handedIn(hash('a'), 'B1'),
  handedIn(hash('b'), 'U'),
  handedIn(hash('c'), 'B2'),
  handedIn(hash('d'), 'B1'),
  removed(hash('d'), 'B1'),
  handedIn(hash('f'), 'B1'),
  takenBack(hash('f'), 'B1'),
);
let world: World;
const { problemId } = about;
beforeEach(async () => {
  world = worldNow();
  await send('IdentifyProblem', { ...finding });
  const named = { problemId, item: '4.2', post: '组织委员', responsibleId: 'P-1', dueOn: '2023-06-10' };
  await send('OpenRectification', named);
});

async function send(name: string, data: object, actor = { personId: 'P-2', role: 'operator' }): Promise<unknown> {
  const [outcome] = await world.door.handle([{ name, data }], actor);
  if (!outcome || !('refusal' in outcome)) return 'done';
  const { code, details } = outcome.refusal;
  return [code, details.field];
}

const report = (...evidence: readonly string[]) => send('ReportCompletion', { problemId, says: '已补齐', evidence });

it('is known once the branch of the problem, or one above it, has handed it in', async () =>
  expect(await report('台账', hash('a'), hash('f'), hash('B'))).toBe('done'));

it.each([
  ['nobody has handed in', hash('e')],
  ['another branch has handed in', hash('c')],
  ['was removed', hash('d')],
])('is unknown where %s', async (_what, sha256) =>
  expect(await report(hash('a'), sha256)).toEqual(['EVIDENCE_UNKNOWN', 'evidence.1']),
);

it('is asked for of a problem that is found, by its organization', async () => {
  const other = { ...finding, item: '4.1', source: { kind: 'masses', reference: '来信〔2023〕3号' } };
  expect(await send('IdentifyProblem', { ...other, evidence: [hash('c')] })).toEqual([
    'EVIDENCE_UNKNOWN',
    'evidence.0',
  ]);
  expect(await send('IdentifyProblem', { ...other, evidence: [hash('a')] })).toBe('done');
});

it('is not asked for again of what follows from a fact: it was known when that was said', async () => {
  const other = {
    ...finding,
    item: '4.1',
    source: { kind: 'grading', reference: 'grading-B1:classification:2022/4.1' },
  };
  expect(await send('IdentifyProblem', { ...other, evidence: [hash('e')] }, SYSTEM)).not.toEqual([
    'EVIDENCE_UNKNOWN',
    'evidence.0',
  ]);
});
