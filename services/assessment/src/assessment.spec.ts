import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { commandContract, upcast } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { assessmentService } from './assessment.module.ts';
import { gradingsLookup } from './gradings.lookup.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { aStandard, basis } from './testing/examples.ts';
import { deliver, Register, ServiceUnderTest } from './testing/facts.ts';

let database: TemporaryDatabase;
let pool: Pool;
let service: ServiceUnderTest;

const content = aStandard({ quotas: [{ grade: 'three', maxShare: 0.4, ofFewer: 0 }] });
const editionId = 'stars:小〔2022〕1号';
const round = { workCommitteeId: 'W', scheme: 'stars', period: '2022' };
const grading = (branchId: string) => ({ branchId, scheme: 'stars', period: '2022' });
const register = new Register()
  .registered('W', 'work-committee')
  .registered('U', 'unit', { parentId: 'W' })
  .registered('V', 'work-committee')
  .branch('B1', 'U')
  .branch('B2', 'U')
  .branch('B3', 'U', { effectiveOn: '2023-01-01' });
const refusedAs = (code: string) => expect.objectContaining({ code });

async function recordInputs(branchId: string, deduction: string, period = '2022'): Promise<void> {
  const about = { ...grading(branchId), period };
  await service.send('OpenGrading', about);
  for (const rater of ['own', 'above'])
    await service.send('SubmitRating', { ...about, rater, entries: [{ item: 'T1', deduction }] });
  await service.send('RecordPoll', { ...about, ballots: 10, answers: { yes: 10 } });
  await service.send('RecordDataMatch', { ...about, source: '智慧党建', fields: [] });
}

beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('assessment', assessmentService.migrations)).service;
  service = new ServiceUnderTest(pool);
  await deliver(pool, organizationsLookup, register.events());
  await service.send('DraftEdition', { content });
  await service.as('p-2').send('PublishEdition', { editionId });
});
afterAll(() => database.drop());

it('refuses a round of a committee nobody registered, and of a unit', async () => {
  await expect(service.send('OpenRound', { ...round, workCommitteeId: 'U', editionId })).rejects.toThrow(
    refusedAs('NOT_A_WORK_COMMITTEE'),
  );
  await expect(service.send('OpenRound', { ...round, workCommitteeId: 'X', editionId })).rejects.toThrow(
    refusedAs('COMMITTEE_UNKNOWN'),
  );
});

it('opens a grading only in an open round of the branch’s committee', async () => {
  await expect(service.send('OpenGrading', grading('B1'))).rejects.toThrow(refusedAs('ROUND_NOT_OPEN'));
  await service.send('OpenRound', { ...round, editionId });
  await expect(service.send('OpenGrading', grading('B3'))).rejects.toThrow(refusedAs('BRANCH_NOT_ALIVE'));
  const [opened] = await service.send('OpenGrading', grading('B1'));
  expect(opened?.data).toMatchObject({ editionId, roundId: 'W:stars:2022', workCommitteeId: 'W' });
});

it('waits for a branch whose registration is still on its way, and not for ever', async () => {
  const late = new Register().branch('B9', 'U');
  const arriving = new Promise<void>((resolve, reject) => {
    setTimeout(() => {
      deliver(pool, organizationsLookup, late.events()).then(resolve, reject);
    }, 150);
  });
  await expect(
    service.send('RecordPriorGrade', { ...grading('B9'), period: '2021', grade: 'three', basis, source: '台账' }),
  ).resolves.toHaveLength(1);
  await arriving;
  await pool.query("DELETE FROM register_fact WHERE organization_id = 'B9'");
  await expect(service.send('OpenGrading', grading('NOWHERE-1'))).rejects.toThrow(refusedAs('BRANCH_UNKNOWN'));
  const begun = performance.now();
  await expect(service.send('OpenGrading', grading('NOWHERE-2'))).rejects.toThrow(refusedAs('BRANCH_UNKNOWN'));
  expect(performance.now() - begun).toBeLessThan(2_500);
});

it('closes the round when every branch in scope is graded, by what its own log says at that moment', async () => {
  await recordInputs('B1', '0');
  await service.send('GradeBranch', grading('B1'));
  await expect(service.send('CloseRound', round)).rejects.toThrow(
    expect.objectContaining({ code: 'ROUND_UNGRADED', details: { count: 1, branches: ['B2'] } }),
  );
  await recordInputs('B2', '40');
  await service.send('GradeBranch', grading('B2'));
  await expect(service.send('CloseRound', round)).rejects.toThrow(refusedAs('QUOTA_EXCEEDED'));
  await service.send('DetermineGrade', { ...grading('B1'), grade: 'one', reason: '群众反映', basis });
  const [closed] = await service.send('CloseRound', round);
  expect(closed?.data).toMatchObject({
    branches: 2,
    lagging: ['B1'],
    distribution: [{ count: 0 }, { count: 1 }, { count: 1 }],
    quotasExceeded: [],
  });
});

it('grades branches of two sectors side by side in one round, and names who is in none and who is exempt', async () => {
  const [period, documentNo] = ['2021', '小〔2021〕1号'];
  const held = { ...round, period };
  const organ = aStandard({ documentNo, effectiveFrom: '2021-01-01' });
  const school = aStandard({ documentNo: '小〔2021〕2号', effectiveFrom: '2021-01-01', sector: 'school' });
  await deliver(
    pool,
    organizationsLookup,
    new Register()
      .registered('X', 'work-committee')
      .registered('T', 'unit', { parentId: 'X' })
      .branch('O1', 'T')
      .branch('S1', 'T', { sector: 'school' })
      .registered('N1', 'branch', { parentId: 'T' })
      .branch('Y1', 'T', { effectiveOn: '2021-07-02' })
      .events(),
  );
  for (const each of [organ, school]) {
    await service.send('DraftEdition', { content: each });
    await service.as('p-2').send('PublishEdition', { editionId: `stars:${each.documentNo}` });
  }
  const ofX = { ...held, workCommitteeId: 'X' };
  await service.send('OpenRound', { ...ofX, editionId: `stars:${documentNo}` });
  await expect(service.send('OpenGrading', { ...grading('S1'), period })).rejects.toThrow(
    refusedAs('BRANCH_OUT_OF_SCOPE'),
  );
  await service.send('AddRoundEdition', { ...ofX, editionId: 'stars:小〔2021〕2号' });
  for (const branchId of ['O1', 'S1']) await recordInputs(branchId, '40', period);
  await recordInputs('Y1', '0', period);
  await service.send('ExemptBranch', { ...ofX, branchId: 'Y1', because: 'lived-less' });
  await expect(service.send('GradeBranch', { ...grading('Y1'), period })).rejects.toThrow(refusedAs('BRANCH_EXEMPT'));
  await expect(service.send('OpenGrading', { ...grading('Y1'), period })).rejects.toThrow(refusedAs('BRANCH_EXEMPT'));
  for (const branchId of ['O1', 'S1']) await service.send('GradeBranch', { ...grading(branchId), period });
  const [closed] = await service.send('CloseRound', ofX);
  expect(closed?.data).toMatchObject({
    effectiveOn: '2023-02-01',
    branches: 2,
    units: [{ organizationId: 'T', branches: 2 }],
    exempt: [{ branchId: 'Y1', because: 'lived-less' }],
    outside: [{ branchId: 'N1', reason: 'sector-missing' }],
    lostMost: [
      { editionId: `stars:${documentNo}`, item: 'T1', branches: 1 },
      { editionId: 'stars:小〔2021〕2号', item: 'T1', branches: 1 },
    ],
  });
});

it('grades a branch that the closing missed singly, once', async () => {
  const late = { ...grading('L1'), period: '2021' };
  const ofX = { ...round, period: '2021', workCommitteeId: 'X' };
  await deliver(pool, organizationsLookup, new Register().branch('L1', 'T').events());
  await expect(service.send('OpenGrading', late)).rejects.toThrow(refusedAs('ROUND_CLOSED'));
  await expect(service.send('AdmitLateBranch', { ...ofX, branchId: 'N1', reason: '补评', basis })).rejects.toThrow(
    refusedAs('BRANCH_OUTSIDE_ROUND'),
  );
  await expect(service.send('AdmitLateBranch', { ...ofX, branchId: 'O1', reason: '补评', basis })).rejects.toThrow(
    refusedAs('BRANCH_ALREADY_GRADED'),
  );
  await service.send('AdmitLateBranch', { ...ofX, branchId: 'L1', reason: '登记补录', basis });
  await recordInputs('L1', '40', '2021');
  await expect(service.send('GradeBranch', late)).resolves.toHaveLength(1);
  await service.send('SubmitRating', { ...late, rater: 'own', entries: [] });
  await expect(service.send('GradeBranch', late)).rejects.toThrow(refusedAs('ROUND_CLOSED'));
});

it('takes a round through the review of its unit and a notice of five working days', async () => {
  const held = { ...round, period: '2021', workCommitteeId: 'Z' };
  const of = (branchId: string) => ({ ...grading(branchId), period: '2021' });
  const register2 = new Register()
    .registered('Z', 'work-committee')
    .registered('Q', 'unit', { parentId: 'Z' })
    .branch('Q1', 'Q');
  await deliver(pool, organizationsLookup, register2.events());
  const steps = [
    { step: 'unit-review', to: '2022-02-01' },
    { step: 'notice', to: '2022-03-01' },
  ];
  await service.send('OpenRound', { ...held, editionId: 'stars:小〔2021〕1号', steps });
  await recordInputs('Q1', '0', '2021');
  await service.send('GradeBranch', of('Q1'));
  await expect(service.send('CloseRound', held)).rejects.toThrow(refusedAs('UNIT_REVIEW_MISSING'));
  await service.send('RecordUnitReview', { ...held, unitId: 'Q', basis });
  await expect(service.send('CloseRound', held)).rejects.toThrow(refusedAs('NOTICE_MISSING'));
  await expect(service.send('StartRoundNotice', { ...held, from: '2023-01-19' })).rejects.toThrow(
    expect.objectContaining({ code: 'WORKING_DAYS_UNKNOWN', details: expect.objectContaining({ year: '2023' }) }),
  );
  const holiday = { says: '春节', from: '2023-01-21', through: '2023-01-27' };
  const published = { year: '2023', holidays: [holiday], workdays: ['2023-01-28'], basis, checked: true };
  await deliver(
    pool,
    organizationsLookup,
    new Register().add({ type: 'WorkingDaysPublished', data: published }).events(),
  );
  const [notice] = await service.send('StartRoundNotice', { ...held, from: '2023-01-19' });
  expect(notice?.data).toMatchObject({ from: '2023-01-19', to: '2023-02-01', branches: [{ branchId: 'Q1' }] });
  expect(JSON.stringify(notice?.data)).not.toContain('score');
  await service.send('SubmitRating', { ...of('Q1'), rater: 'own', entries: [{ item: 'T1', deduction: '4' }] });
  await service.send('GradeBranch', of('Q1'));
  await expect(service.send('CloseRound', held)).resolves.toHaveLength(1);
});

it('refuses a round under an edition that a later one has replaced, unless a basis says why', async () => {
  const later = aStandard({ documentNo: '小〔2023〕9号', effectiveFrom: '2023-06-01' });
  await service.send('DraftEdition', { content: later });
  await service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2023〕9号' });
  const of = (period: string) => ({ ...round, period, editionId });
  await expect(service.send('OpenRound', of('2023'))).rejects.toThrow(refusedAs('EDITION_SUPERSEDED'));
  await expect(service.send('OpenRound', { ...of('2023'), basis })).resolves.toHaveLength(1);
  await service.send('RetireEdition', { editionId: 'stars:小〔2023〕9号', effectiveOn: '2024-12-31', reason: '误发' });
  await expect(service.send('OpenRound', of('2024'))).resolves.toHaveLength(1);
});

it('lets only a revision change a grade once the round is closed', async () => {
  await service.send('SubmitRating', { ...grading('B2'), rater: 'above', entries: [] });
  await expect(service.send('GradeBranch', grading('B2'))).rejects.toThrow(refusedAs('ROUND_CLOSED'));
  const [revised] = await service.send('ReviseGrade', { ...grading('B2'), reason: '更正', basis });
  expect(revised?.data).toMatchObject({ grade: 'three', score: '90.00', effectiveOn: '2022-12-31' });
});

it('judges a grade from before the platform by the register, the first round and the grades that the scheme knows', async () => {
  const prior = (data: object) =>
    service.send('RecordPriorGrade', {
      ...grading('B2'),
      period: '2021',
      grade: 'two',
      basis,
      source: '台账',
      ...data,
    });
  await expect(prior({ period: '2022' })).rejects.toThrow(refusedAs('PRIOR_PERIOD_NOT_BEFORE'));
  await expect(prior({ period: '1999' })).rejects.toThrow(refusedAs('BRANCH_NOT_LIVING_IN_PERIOD'));
  await expect(prior({ scheme: 'moons' })).rejects.toThrow(refusedAs('SCHEME_UNKNOWN'));
  await expect(prior({ grade: 'four' })).rejects.toThrow(refusedAs('GRADE_UNKNOWN'));
  await expect(prior({ branchId: 'B3', period: '2022' })).rejects.toThrow(refusedAs('PRIOR_PERIOD_NOT_BEFORE'));
  await expect(prior({})).resolves.toHaveLength(1);
});

it('knows the grades of the two schemes of the policy while no edition of them is published', async () => {
  const appraised = { ...grading('B2'), scheme: 'appraisal', period: '2021', basis, source: '台账' };
  const prior = (grade: string) => service.send('RecordPriorGrade', { ...appraised, grade });
  await expect(prior('advanced')).rejects.toThrow(refusedAs('GRADE_UNKNOWN'));
  await expect(prior('fairly-good')).resolves.toHaveLength(1);
});

it('refuses an edition whose effective date lies in a period already graded under another', async () => {
  const other = aStandard({ documentNo: '小〔2022〕2号', effectiveFrom: '2022-07-01' });
  const next = aStandard({ documentNo: '小〔2023〕1号', effectiveFrom: '2023-01-01' });
  const elsewhere = aStandard({ documentNo: '小〔2022〕3号', sector: 'school' });
  for (const each of [other, next, elsewhere]) await service.send('DraftEdition', { content: each });
  await expect(service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2022〕2号' })).rejects.toThrow(
    expect.objectContaining({
      code: 'EDITION_PERIOD_GRADED',
      details: expect.objectContaining({ gradedUnder: [editionId] }),
    }),
  );
  await expect(service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2023〕1号' })).resolves.toHaveLength(1);
  await expect(service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2022〕3号' })).resolves.toHaveLength(1);
});

it('refuses an edition beside another for the same organizations, unless that one was retired before its day was over', async () => {
  const first = aStandard({ documentNo: '小〔2030〕1号', effectiveFrom: '2030-01-01' });
  const second = aStandard({
    documentNo: '小〔2030〕2号',
    effectiveFrom: '2030-01-01',
    subjects: ['general-branch', 'branch'],
  });
  const others = aStandard({ documentNo: '小〔2030〕3号', effectiveFrom: '2030-01-01', subjects: ['organ-committee'] });
  for (const each of [first, second, others]) await service.send('DraftEdition', { content: each });
  await service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2030〕1号' });
  await service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2030〕3号' });
  await expect(service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2030〕2号' })).rejects.toThrow(
    expect.objectContaining({
      code: 'EDITION_BESIDE',
      details: expect.objectContaining({ beside: ['stars:小〔2030〕1号'] }),
    }),
  );
  await service.send('RetireEdition', { editionId: 'stars:小〔2030〕1号', effectiveOn: '2030-01-01', reason: '误发' });
  await expect(service.as('p-2').send('PublishEdition', { editionId: 'stars:小〔2030〕2号' })).resolves.toHaveLength(1);
});

it('leaves a branch out of the scope of its new committee when its grade was confirmed by the former one', async () => {
  await deliver(
    pool,
    organizationsLookup,
    register.moved('B1', 'V', '2022-11-01').branch('B4', 'V').events().slice(-2),
  );
  await service.send('OpenRound', { ...round, workCommitteeId: 'V', editionId });
  await expect(service.send('OpenGrading', grading('B1'))).rejects.toThrow(refusedAs('ROUND_CLOSED'));
  await expect(service.send('CloseRound', { ...round, workCommitteeId: 'V' })).rejects.toThrow(
    expect.objectContaining({ details: { count: 1, branches: ['B4'] } }),
  );
});

it('answers a repeated command with the events it had led to', async () => {
  await service.send('OpenGrading', grading('B4'));
  const first = await service.send('RecordVeto', { ...grading('B4'), veto: 'Z1' }, 'command-1');
  await service.send('WithdrawVeto', { ...grading('B4'), veto: 'Z1', reason: '查无此事' });
  expect(await service.send('RecordVeto', { ...grading('B4'), veto: 'Z1' }, 'command-1')).toEqual(first);
});

it('keeps the same look-ups when its own facts arrive twice and in parts', async () => {
  const rows = async () => (await pool.query('SELECT * FROM lookup_decision ORDER BY position')).rows;
  const events = await service.store.readLog(0n, 1000);
  await deliver(pool, gradingsLookup, events);
  const before = await rows();
  await deliver(pool, gradingsLookup, events.slice(0, 9));
  expect(await rows()).toEqual(before);
  await pool.query('DELETE FROM lookup_decision');
  for (const event of events) await deliver(pool, gradingsLookup, [event]);
  expect(await rows()).toEqual(before);
});

it('records only events and takes only commands that their contracts let through', async () => {
  const events = await service.store.readLog(0n, 1000);
  expect(events.map((event) => upcast(event).data)).toEqual(events.map(({ data }) => data));
  expect(commandContract('GradeBranch')?.schema.safeParse({ ...grading('B1'), grade: 'three' }).success).toBe(false);
});
