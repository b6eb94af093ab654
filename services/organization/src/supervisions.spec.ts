import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { currentVersion, inspectionStream, revocationStream } from '@zhibu/contracts';
import { inTransaction, type Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import type { RecordedEvent } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { organizationDecider } from './organization/organization.decider.ts';
import { organizationService } from './organization.module.ts';
import { basis, branch, historyOf, noFacts, registration } from './testing/sample.ts';
import { openSupervisions, supervisionsLookup } from './supervisions.lookup.ts';

let database: TemporaryDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('organization', organizationService.migrations)).service;
});
afterAll(() => database.drop());

const told = (inspectionId: string, type: string, revision = 0): RecordedEvent => ({
  id: `${inspectionId}-${revision}`,
  type,
  schemaVersion: currentVersion(type),
  data: { inspectionId, organizationId: 'B' },
  stream: inspectionStream(inspectionId),
  revision,
  position: BigInt(revision),
  recordedAt: '2023-01-01T00:00:00.000Z',
  metadata: { commandId: 'c', commandHash: '', correlationId: 'c', actor: { personId: 'P', role: 'person' } },
});
const take = (...events: readonly RecordedEvent[]): Promise<void> =>
  inTransaction(pool, (transaction) => supervisionsLookup.apply(transaction, events));

it('an inspection is open from its schedule to its conclusion or its cancellation, also where told again', async () => {
  await take(...['I1', 'I2', 'I3'].map((id) => told(id, 'InspectionScheduled')));
  expect(await openSupervisions(pool, 'B')).toEqual(['inspection-I1', 'inspection-I2', 'inspection-I3']);
  await take(told('I1', 'InspectionConcluded', 4), told('I2', 'InspectionCancelled', 1));
  await take(told('I1', 'InspectionScheduled'), told('I2', 'InspectionScheduled'));
  expect(await openSupervisions(pool, 'B')).toEqual(['inspection-I3']);
  expect(await openSupervisions(pool, 'C')).toEqual([]);
});

it('what is inspected is dissolved only with a basis', () => {
  const { given } = specification(organizationDecider);
  const facts = { ...noFacts, openSupervisions: ['inspection-I1'] };
  const data = { organizationId: branch, effectiveOn: '2020-01-01', reason: '机构改革' };
  const since = historyOf(registration());
  given(...since)
    .when({ name: 'DissolveOrganization', data }, facts)
    .thenRefused('SUPERVISION_OPEN');
  given(...since)
    .when({ name: 'DissolveOrganization', data: { ...data, basis } }, facts)
    .then({ type: 'OrganizationDissolved', data: { ...data, basis, findings: [] } });
});

it('a revocation is open until it is decided, and while an appeal waits', async () => {
  const steps = [
    ['RevocationProposed', true],
    ['BranchNotified', true],
    ['StatementSubmitted', true],
    ['GraceGranted', true],
    ['RevocationDecided', false],
    ['AppealLodged', true],
    ['AppealDecided', false],
  ] as const;
  const step = (type: string, revision: number): RecordedEvent => ({
    ...told('R1', type, revision),
    stream: revocationStream('R1'),
    data: { revocationId: 'R1', organizationId: 'D' },
  });
  for (const [revision, [type, isOpen]] of steps.entries()) {
    await take(step(type, revision));
    expect([type, await openSupervisions(pool, 'D')]).toEqual([type, isOpen ? ['revocation-R1'] : []]);
  }
  await take(step('RevocationProposed', 0));
  expect(await openSupervisions(pool, 'D')).toEqual([]);
});
