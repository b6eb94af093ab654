import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type EventNamed, sixHavesNames } from '@zhibu/contracts';
import { inTransaction, type Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { handleBy } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import { assessmentService } from './assessment.module.ts';
import { conclusionsKept } from './conclusions.lookup.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { rectificationsLookup } from './rectifications.lookup.ts';
import { deliver, Register, ServiceUnderTest } from './testing/facts.ts';

let database: TemporaryDatabase;
let pool: Pool;
let service: ServiceUnderTest;

beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('assessment', assessmentService.migrations)).service;
  await deliver(pool, organizationsLookup, register.events());
});
afterAll(() => database.drop());

const register = new Register()
  .registered('W', 'work-committee')
  .registered('U', 'unit', { parentId: 'W' })
  .registered('V', 'work-committee')
  .add({
    type: 'WorkingDaysPublished',
    data: { year: '2023', holidays: [], workdays: [], basis: { documentNo: '国办发明电〔2022〕16号' }, checked: true },
  })
  .branch('B1', 'U')
  .branch('B2', 'U')
  .branch('B3', 'U')
  .branch('B4', 'U')
  .branch('B5', 'U');
const basis = { documentNo: '工委〔2023〕12号' };
const programme = { programmeId: 'P', bodyId: 'W' };
const about = (organizationId: string) => ({ programmeId: 'P', organizationId });
const refusedAs = (code: string) => expect.objectContaining({ code });
const graded = (branchId: string, scheme: string, grade: string, period = '2021') =>
  service.send('RecordPriorGrade', { branchId, scheme, period, grade, basis, source: '台账' });
const items = sixHavesNames.map((item) => ({ item, standing: 'met' }));
const checked = (branchId: string) => service.send('RecordSixHaves', { branchId, occasion: 'yearly', items });
const apply = (organizationId: string) =>
  service.as('P-1').send('ApplyForDesignation', { ...about(organizationId), recommendation: basis });
const conditionsOf = async (organizationId: string): Promise<unknown> => {
  try {
    await apply(organizationId);
  } catch (error) {
    return Reflect.get(Object(error), 'details')?.conditions;
  }
  return [];
};

beforeEach(async () => {
  for (const table of [
    'lookup_decision',
    'lookup_veto',
    'lookup_designation',
    'lookup_designation_term',
    'lookup_designation_begun',
    'lookup_succession',
    'lookup_revocation_case',
  ])
    await pool.query(`DELETE FROM ${table}`);
  service = new ServiceUnderTest(pool);
  await service.send('RegisterProgramme', {
    ...programme,
    level: 'committee',
    programmeKind: 'party-building-site',
    title: '基层党建示范点',
  });
  await service.send('RecordApprovalBasis', { ...programme, approval: 'approved', basis });
});

/** An acceptance inspection of B1 on 20 January 2023 is concluded with a pass, unless told otherwise. */
const accepted = (inspectionId: string, change: Partial<EventNamed<'InspectionConcluded'>['data']> = {}) => {
  const about = { purpose: 'acceptance', organizationId: 'B1', outcome: 'pass', ...change };
  const data = { inspectionId, visitedOn: '2023-01-20', findings: [], designations: [], ...about };
  return inTransaction(pool, (sql) => handleBy(conclusionsKept, sql, [told('InspectionConcluded', data, 0)]));
};

it('goes from the application to the naming, each step by who may take it', async () => {
  await graded('B1', 'classification', 'advanced');
  await checked('B1');
  await apply('B1');
  await expect(
    service.as('P-1').send('ReviewApplication', { ...about('B1'), step: 'superior', outcome: 'passed' }),
  ).rejects.toThrow(refusedAs('REVIEWED_BY_APPLICANT'));
  const review = (step: string, more: object = {}) =>
    service.as('P-2').send('ReviewApplication', { ...about('B1'), step, outcome: 'passed', ...more });
  await review('superior');
  await review('party-group', { basis });
  await accepted('I1', { organizationId: 'B2' });
  await accepted('I2', { outcome: 'rectify' });
  await accepted('I3', { purpose: 'routine' });
  await accepted('I4', { designations: [{ programmeId: 'Q', outcome: 'pass' }] });
  for (const inspectionId of ['I1', 'I2', 'I3', 'I4', 'I9'])
    await expect(review('committee', { inspectionId })).rejects.toThrow(refusedAs('ACCEPTANCE_NOT_PASSED'));
  await accepted('I5');
  await review('committee', { inspectionId: 'I5' });
  const decide = { ...programme, year: '2023', organizationIds: ['B1'], basis };
  await expect(service.as('P-2').send('DecideBatch', decide)).rejects.toThrow(refusedAs('DECIDED_BY_REVIEWER'));
  await expect(service.send('StartPublicNotice', { ...about('B1'), year: '2023' })).rejects.toThrow(
    refusedAs('NOT_IN_BATCH'),
  );
  await service.send('DecideBatch', decide);
  await service.send('StartPublicNotice', { ...about('B1'), year: '2023' });
  await expect(service.send('DesignateBranch', { ...about('B1'), basis })).rejects.toThrow(
    refusedAs('DESIGNATION_NOTICE_NOT_OVER'),
  );
  service.today = '2023-02-08';
  const [named] = await service.send('DesignateBranch', { ...about('B1'), basis });
  expect(named?.data).toMatchObject({ effectiveOn: '2023-02-08', until: '2026-02-08', level: 'committee' });
});

it('asks what the ratings say: of a grade from before the platform the policy’s own order', async () => {
  await checked('B2');
  expect(await conditionsOf('B2')).toEqual(['grade-not-leading']);
  await graded('B2', 'classification', 'general');
  expect(await conditionsOf('B2')).toEqual(['grade-not-leading']);
  await graded('B2', 'classification', 'advanced', '2022');
  await graded('B2', 'appraisal', 'general');
  expect(await conditionsOf('B2')).toEqual(['appraisal-low']);
  await graded('B2', 'appraisal', 'fairly-good', '2022');
  expect(await conditionsOf('B2')).toEqual([]);
});

it('asks for the six haves of a branch', async () => {
  await graded('B3', 'classification', 'advanced');
  expect(await conditionsOf('B3')).toEqual(['six-haves-unchecked']);
});

const told = (type: string, data: object, revision: number): RecordedEvent => ({
  id: crypto.randomUUID(),
  type,
  schemaVersion: 1,
  data,
  metadata: {
    commandId: 'c',
    commandHash: '0'.repeat(64),
    correlationId: 'c',
    actor: { personId: 'p-1', role: 'tester' },
  },
  stream: `of-${type}`,
  revision,
  position: BigInt(revision + 1),
  recordedAt: '2023-01-01T00:00:00.000Z',
});
const going = (dueOn: string) => ({ problemId: PROBLEM, effectiveOn: '2023-01-01', dueOn, dueVersion: 1 });
const PROBLEM = '9b2f6d0e-6a53-4a0e-9a58-0d6c0a8a1c11';

it('asks the rectification service’s facts: a problem is overdue the day after its due date, until it is verified or closed', async () => {
  await graded('B4', 'classification', 'advanced');
  await checked('B4');
  const tell = (...events: readonly RecordedEvent[]) => deliver(pool, rectificationsLookup, events);
  await tell(told('ProblemIdentified', { problemId: PROBLEM, organizationId: 'B4' }, 0));
  await tell(told('RectificationOpened', going('2023-01-31'), 1));
  expect(await conditionsOf('B4')).toEqual(['problem-overdue']);
  await tell(told('ExtensionGranted', going('2023-02-01'), 2));
  // A step that comes again changes nothing.
  await tell(told('RectificationOpened', going('2023-01-31'), 1));
  await tell(told('RemediationOpened', { branchId: 'B4', year: '2022' }, 0));
  expect(await conditionsOf('B4')).toEqual(['remediation-open']);
  await tell(told('RemediationWithdrawn', { branchId: 'B4', year: '2022' }, 1));
  expect(await conditionsOf('B4')).toEqual([]);
});

it('takes in a designation from before the platform once, of an organization under its body', async () => {
  const prior = { ...about('B5'), since: '2021-07-01', basis, source: 'register.csv' };
  expect(await service.send('RecordPriorDesignation', prior)).toHaveLength(1);
  expect(await service.send('RecordPriorDesignation', prior)).toEqual([]);
  await expect(
    service.send('RegisterProgramme', {
      programmeId: 'Q',
      bodyId: 'V',
      level: 'committee',
      programmeKind: 'party-building-site',
      title: '示范点',
    }),
  ).resolves.toHaveLength(1);
  const ofQ = { ...prior, programmeId: 'Q' };
  await expect(service.send('RecordPriorDesignation', ofQ)).rejects.toThrow(refusedAs('PRIOR_OF_ANOTHER_BODY'));
  await expect(service.send('RecordPriorDesignation', { ...ofQ, bodyId: 'V' })).rejects.toThrow(
    refusedAs('NOT_UNDER_BODY'),
  );
});
