import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { assessmentService } from './assessment.module.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { aStandard, basis } from './testing/examples.ts';
import { deliver, Register, ServiceUnderTest } from './testing/facts.ts';

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
  .branch('B3', 'U');

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
  const [closed] = await service.send('CloseRound', round);
  expect(closed?.data).toMatchObject({ sameHand: true, ratedByConfirmer: ['B1'] });
});

it('tells it of who determines after the closing too', async () => {
  const determine = { ...about('B2'), grade: 'two', reason: '群众反映', basis };
  const [determined] = await service.as('p-2').send('DetermineGrade', determine);
  expect(determined?.data).toMatchObject({ sameHand: true });
});
