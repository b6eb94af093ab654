import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { assessmentService } from './assessment.module.ts';
import { inspectorsLookup, inspectorsOf } from './inspectors.lookup.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { aStandard, basis } from './testing/examples.ts';
import { deliver, inspected, Register, ServiceUnderTest } from './testing/facts.ts';

const standard = aStandard({ quotas: [] });
const content = {
  ...standard,
  raters: standard.raters.map((rater) => (rater.code === 'above' ? { ...rater, code: 'superior' } : rater)),
};
const editionId = 'stars:小〔2022〕1号';
const round = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const about = (branchId: string) => ({ branchId, scheme: 'stars', period: '2022' });
const register = new Register()
  .registered('W', 'work-committee')
  .registered('U', 'unit', { parentId: 'W' })
  .branch('B1', 'U')
  .branch('B2', 'U')
  .branch('B3', 'U')
  .branch('B4', 'U')
  .branch('B5', 'U');

let database: TemporaryDatabase;
let pool: Pool;
let service: ServiceUnderTest;

beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('assessment', assessmentService.migrations)).service;
  service = new ServiceUnderTest(pool);
  await deliver(pool, organizationsLookup, register.events());
  await service.send('DraftEdition', { content });
  await service.as('p-2').send('PublishEdition', { editionId });
  await service.send('OpenRound', { ...round, editionId });
});
afterAll(() => database.drop());

async function graded(branchId: string, ratings: readonly { readonly personId: string; readonly deduction: string }[]) {
  await service.send('OpenGrading', about(branchId));
  await service.send('SubmitRating', { ...about(branchId), rater: 'own', entries: [] });
  for (const { personId, deduction } of ratings) {
    const rating = { ...about(branchId), rater: 'superior', entries: [{ item: 'T1', deduction }] };
    await service.as(personId).send('SubmitRating', rating);
  }
  await service.send('RecordPoll', { ...about(branchId), ballots: 10, answers: { yes: 10 } });
  await service.send('RecordDataMatch', { ...about(branchId), source: '智慧党建', fields: [] });
  return service.send('GradeBranch', about(branchId));
}

it('confirms a round by another hand than that which rated last, or says of which branches it does not', async () => {
  await graded('B1', [{ personId: 'p-1', deduction: '1' }]);
  await graded('B2', [{ personId: 'p-2', deduction: '1' }]);
  await graded('B3', [
    { personId: 'p-1', deduction: '1' },
    { personId: 'p-2', deduction: '2' },
  ]);
  for (const id of ['B4', 'B5']) await graded(id, [{ personId: 'p-3', deduction: '1' }]);
  await deliver(pool, inspectorsLookup, [
    ...inspected('I4', 'B4', { team: ['p-3', 'p-4'] }),
    ...inspected('I5', 'B5', { team: ['p-1', 'p-4'], end: 'InspectionCancelled' }),
    ...inspected('I6', 'B2', { team: ['p-1', 'p-4'], visitOn: '2021-06-01' }),
    ...inspected('I7', 'B3', { team: ['p-1', 'p-4'], visitOn: '2023-01-10' }),
  ]);
  const [closed] = await service.send('CloseRound', round);
  expect(closed?.data).toMatchObject({ sameHand: true, ratedByConfirmer: ['B1'], inspectedByGrader: ['B3', 'B4'] });
});

it('tells it of who determines after the closing too', async () => {
  const determine = { ...about('B2'), grade: 'two', reason: '群众反映', basis };
  const [determined] = await service.as('p-2').send('DetermineGrade', determine);
  expect(determined?.data).toMatchObject({ sameHand: true });
  const [inspector] = await service.as('p-4').send('DetermineGrade', { ...determine, ...about('B4') });
  expect(inspector?.data).toMatchObject({ sameHand: true });
  const [other] = await service.as('p-5').send('DetermineGrade', { ...determine, ...about('B5') });
  expect(other?.data).not.toHaveProperty('sameHand');
});

it('knows who inspected however often and however late the steps of an inspection come', async () => {
  const both = [
    ...inspected('I8', 'B9', { team: ['p-6', 'p-7'], visitOn: '2022-12-30', end: 'InspectionConcluded' }),
    ...inspected('I9', 'B9', { team: ['p-8', 'p-9'], end: 'InspectionCancelled' }),
  ];
  const asked = async (period: string) =>
    (await inspectorsOf(pool, ['B9'], { period, today: `${period}-12-31` })).get('B9');
  for (const events of [both, both.toReversed(), both.slice(0, 1)]) await deliver(pool, inspectorsLookup, events);
  // Planned for the last days of 2022, and visited in 2023.
  expect([await asked('2022'), await asked('2023')]).toEqual([undefined, ['p-6', 'p-7']]);
});
