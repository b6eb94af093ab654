import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { listHashOf } from '@zhibu/contracts';
import { History } from '../../testing/history.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';
import { inputsRecorded, quotasOf, roundById, roundScope } from './round.lookup.ts';
import type { RoundRow } from './round.rules.ts';
import { exemptionSays, missingSays } from './round.words.ts';

let under: ReadModelUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
});
afterAll(() => under.drop());

const editionId = 'classification:示例〔2022〕1号';
const about = { roundId: 'C:classification:2022', workCommitteeId: 'C', scheme: 'classification', period: '2022' };
const edition = { editionId, editionHash: 'e'.repeat(64), sector: 'organ', subjects: ['branch'] };
const stream = `round-${about.roundId}`;
const grading = (branchId: string) => ({ branchId, scheme: 'classification', period: '2022' });
const assigned = (branchId: string) => ({
  ...grading(branchId),
  editionId,
  editionHash: 'e'.repeat(64),
  roundId: about.roundId,
  workCommitteeId: 'C',
});

let history: History;

/** Two units with a branch each that is graded, one that is not, one without a sector, one that is exempt. */
function city(): History {
  const sector = { sector: 'organ' };
  return new History()
    .register('C', 'work-committee')
    .register('U1', 'unit', 'C')
    .register('U2', 'unit', 'C')
    .organization('B1', 'OrganizationRegistered', { code: 'B1', kind: 'branch', name: 'B1', parentId: 'U1', ...sector })
    .organization('B2', 'OrganizationRegistered', { code: 'B2', kind: 'branch', name: 'B2', parentId: 'U2', ...sector })
    .organization('B3', 'OrganizationRegistered', { code: 'B3', kind: 'branch', name: 'B3', parentId: 'U2', ...sector })
    .register('N', 'branch', 'U1')
    .organization('X', 'OrganizationRegistered', { code: 'X', kind: 'branch', name: 'X', parentId: 'U1', ...sector })
    .organization('T', 'OrganizationRegistered', { code: 'T', kind: 'branch', name: 'T', parentId: 'U1', ...sector })
    .organization('T', 'FormSet', { form: 'temporary' })
    .edition()
    .record(stream, 'RoundOpened', { ...about, editions: [edition], steps: [], openedOn: '2023-01-05' })
    .record(stream, 'BranchExempted', { ...about, branchId: 'X', because: 'lived-less' });
}

beforeEach(async () => {
  await under.empty();
  history = city().grade('B1', '2022', { grade: 'advanced' }).grade('B2', '2022', { grade: 'general' });
  await under.apply(history.events);
});

async function held(): Promise<RoundRow> {
  const round = await roundById(under.model, about.roundId);
  if (!round) throw new Error('the round is open');
  return round;
}

it('knows nothing of a round that was not opened', async () => {
  expect(await roundById(under.model, 'C:classification:2021')).toBeUndefined();
});

it('shows who is in scope with the grade, and who stands outside with the reason', async () => {
  const round = await held();
  const { branches, outside } = await roundScope(under.model, round);
  expect(branches.map(({ branchId, unitId, grade }) => [branchId, unitId, grade])).toEqual([
    ['B1', 'U1', 'advanced'],
    ['B2', 'U2', 'general'],
    ['B3', 'U2', null],
  ]);
  expect(outside).toEqual([{ branchId: 'N', reason: 'sector-missing' }]);
  expect(round.exempt).toMatchObject([{ branchId: 'X', because: 'lived-less' }]);
});

it('shows an edition that was added, and after the closing what it named, with who was admitted since', async () => {
  const school = { ...edition, editionId: 'classification:示例〔2022〕2号', sector: 'school' };
  history.record(stream, 'RoundEditionAdded', { ...about, edition: school });
  await under.apply(history.events);
  expect((await held()).editions.map(({ sector }) => sector)).toEqual(['organ', 'school']);
  history
    .closeRound('classification', '2022', { outside: [{ branchId: 'N', reason: 'sector-missing' }] })
    .record(stream, 'LateBranchAdmitted', { ...about, branchId: 'B3', reason: '补评', basis: { documentNo: '1' } });
  await under.apply(history.events);
  const round = await held();
  expect(round.closed?.effectiveOn).toBe('2022-12-31');
  const { branches, outside } = await roundScope(under.model, round);
  expect(branches.map(({ branchId }) => branchId)).toEqual(['B1', 'B2', 'B3']);
  expect(outside).toEqual([{ branchId: 'N', reason: 'sector-missing' }]);
});

it('counts quotas as the grades stand', async () => {
  const round = await held();
  const scope = await roundScope(under.model, round);
  const [content] = [...scope.editions.values()].map((row) => row.content);
  if (!content) throw new Error('the edition is there');
  const quotas = [{ grade: 'advanced', maxShare: 0.4, per: 'unit' as const, ofFewer: 0 }];
  const editions = new Map([[editionId, { ...scope.editions.get(editionId), content: { ...content, quotas } }]]);
  expect(quotasOf(round, { ...scope, editions: editions as typeof scope.editions })).toMatchObject([
    { unitId: 'U1', count: 1, allowed: 0, exceeded: true },
    { unitId: 'U2', count: 0, allowed: 0, exceeded: false },
  ]);
});

it('shows which inputs a grading has since it was opened under its edition', async () => {
  const rated = (branchId: string, rater: string) => ({ ...grading(branchId), rater, entries: [] });
  history
    .record('grading-B3:classification:2022', 'GradingOpened', assigned('B3'))
    .record('grading-B3:classification:2022', 'RatingSubmitted', rated('B3', 'self'))
    .record('grading-B3:classification:2022', 'PollRecorded', { ...grading('B3'), ballots: 1, answers: { yes: 1 } })
    .record('grading-N:classification:2022', 'GradingOpened', { ...assigned('N'), editionId: 'classification:旧' })
    .record('grading-N:classification:2022', 'RatingSubmitted', rated('N', 'self'))
    .record('grading-N:classification:2022', 'GradingOpened', assigned('N'))
    .record('grading-N:classification:2022', 'GradingOpened', { ...assigned('N'), roundId: 'D:classification:2022' })
    .record('grading-N:classification:2022', 'DataMatchRecorded', {
      ...grading('N'),
      source: '智慧党建',
      fields: [],
      mismatches: [],
    });
  await under.apply(history.events);
  const recorded = await inputsRecorded(under.model, ['B2', 'B3', 'N'], await held());
  expect(recorded.get('B2')).toBeUndefined();
  expect([...(recorded.get('B3') ?? [])].sort()).toEqual(['opened', 'poll', 'rating:self']);
  expect([...(recorded.get('N') ?? [])].sort()).toEqual(['data-match', 'opened']);
});

it('keeps the latest review of a unit, the latest notice and the objections that are open', async () => {
  const basis = { documentNo: '党组〔2023〕3号' };
  const listed = [{ branchId: 'B1', grade: 'advanced' }];
  const review = { ...about, unitId: 'U1', basis, reviewedOn: '2023-02-01' };
  const objection = { kind: 'facts', says: '不实', raisedOn: '2023-03-07' };
  history
    .record(stream, 'UnitReviewRecorded', { ...review, listHash: 'a'.repeat(64) })
    .record(stream, 'UnitReviewRecorded', { ...review, listHash: listHashOf(listed) })
    .record(stream, 'RoundNoticeStarted', {
      ...about,
      branches: listed,
      listHash: listHashOf(listed),
      from: '2023-03-06',
      to: '2023-03-11',
      workingDays: 5,
    })
    .record(stream, 'RoundObjectionRaised', { ...about, objectionId: '1', ...objection })
    .record(stream, 'RoundObjectionRaised', { ...about, objectionId: '2', ...objection })
    .record(stream, 'RoundObjectionResolved', { ...about, objectionId: '1', outcome: 'rejected', reason: '属实' });
  await under.apply(history.events);
  const round = await held();
  expect([...round.reviews.values()]).toMatchObject([{ unitId: 'U1', listHash: listHashOf(listed) }]);
  expect(round.notice).toMatchObject({ to: '2023-03-11' });
  expect([...round.openObjections]).toEqual(['2']);
});

it('says in words what is missing and why one is exempt', () => {
  expect(
    missingSays([{ kind: 'rating', rater: 'self', label: '支部自评' }, { kind: 'poll' }, { kind: 'dataMatch' }]).zh,
  ).toBe('还缺：支部自评、党员群众测评、五个基本数据比对');
  expect(missingSays([]).zh).toBe('材料已齐，尚未初定等次');
  expect(exemptionSays({ branchId: 'X', because: 'other', reason: '援外', basis: { documentNo: '1号' } }).zh).toBe(
    '另有依据（援外，1号）',
  );
});
