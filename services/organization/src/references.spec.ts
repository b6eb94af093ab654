import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { currentVersion, organizationStream, type ServiceName, services } from '@zhibu/contracts';
import { inTransaction } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import type { RecordedEvent } from '@zhibu/kernel';
import { organizationService } from './organization.module.ts';
import { otherReferences, ownReferences, referrersOf, toldSince } from './references.lookup.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('organization', organizationService.migrations);
});
afterAll(() => database.drop());
beforeEach(() => schema.owner.query('TRUNCATE lookup_reference'));

let position = 0n;
const event = (stream: string, type: string, data: object, revision = 0): RecordedEvent => ({
  id: `e${(position += 1n)}`,
  type,
  schemaVersion: currentVersion(type),
  data,
  stream,
  revision,
  position,
  recordedAt: '2023-01-01T00:00:00.000Z',
  metadata: { commandId: 'c', commandHash: '', correlationId: 'c', actor: { personId: 'P', role: 'operator' } },
});
const registered = (organizationId: string, parentId: string): RecordedEvent =>
  event(organizationStream(organizationId), 'OrganizationRegistered', {
    organizationId,
    code: organizationId,
    parentId,
  });
const moved = (organizationId: string, parentId: string): RecordedEvent =>
  event(organizationStream(organizationId), 'OrganizationMoved', { organizationId, parentId }, 1);
const cancelled = (organizationId: string): RecordedEvent =>
  event(organizationStream(organizationId), 'RegistrationCancelled', { organizationId }, 2);

/** Takes events in as the feed of their service brings them. */
async function take(service: ServiceName, ...events: readonly RecordedEvent[]): Promise<void> {
  const consumer = [ownReferences, ...otherReferences].find((one) => one.service === service);
  if (!consumer) throw new Error(`the feed of ${service} is not taken`);
  await inTransaction(schema.service, (transaction) => consumer.apply(transaction, events));
}
const referrers = (id: string): Promise<readonly string[]> => referrersOf(schema.service, id);

it('is referred to by the children it has or had, but not by itself', async () => {
  await take('organization', registered('B1', 'U1'), moved('B1', 'U2'));
  expect(await referrers('U1')).toEqual(['organization-B1']);
  expect(await referrers('U2')).toEqual(['organization-B1']);
  expect(await referrers('B1')).toEqual([]);
});

it('is referred to by a stream once, however many of its events say so, in however many batches', async () => {
  const stream = 'grading-U1:classification:2022';
  await take('assessment', event(stream, 'GradingOpened', { branchId: 'U1' }));
  await take('assessment', event(stream, 'PollRecorded', { branchId: 'U1' }, 1));
  expect(await referrers('U1')).toEqual([stream]);
});

it('is not referred to by a registration that was cancelled, and again by one after it', async () => {
  await take('organization', registered('B1', 'U1'), cancelled('B1'));
  expect(await referrers('U1')).toEqual([]);
  await take('organization', registered('B1', 'U1'), cancelled('B1'), registered('B1', 'U1'));
  expect(await referrers('U1')).toEqual(['organization-B1']);
});

it('is referred to by its activities, once a year’s stream', async () => {
  const held = (externalId: string, revision: number): RecordedEvent =>
    event('activity-B1:2022', 'ActivityRecorded', { externalId, branchId: 'B1' }, revision);
  await take('organization', held('A1', 0), held('A2', 1));
  expect(await referrers('B1')).toEqual(['activity-B1:2022']);
});

it('is referred to by any other stream of its own service that names it', async () => {
  await take(
    'organization',
    event('reorganization-1号', 'OrganizationMoved', { organizationId: 'B1', parentId: 'U1' }),
  );
  expect(await referrers('B1')).toEqual(['reorganization-1号']);
  expect(await referrers('U1')).toEqual(['reorganization-1号']);
});

it('is referred to by gradings, rounds, problems and remediations', async () => {
  await take(
    'assessment',
    event('grading-B1:classification:2021', 'PriorGradeRecorded', { branchId: 'B1' }),
    event('edition-x', 'EditionDrafted', {}),
    event('round-W1:classification:2022', 'RoundOpened', { workCommitteeId: 'W1' }),
  );
  await take(
    'rectification',
    event('problem-1', 'ProblemIdentified', { problemId: '1', organizationId: 'B1' }),
    event('remediation-B2:2022', 'RemediationOpened', { branchId: 'B2' }),
  );
  expect(await referrers('B1')).toEqual(['grading-B1:classification:2021', 'problem-1']);
  expect(await referrers('W1')).toEqual(['round-W1:classification:2022']);
  expect(await referrers('B2')).toEqual(['remediation-B2:2022']);
});

it('is referred to by fields of any name, in any event of a stream: whoever answers, the lagging of a round', async () => {
  await take(
    'rectification',
    event('problem-1', 'RectificationEscalated', { problemId: '1', organizationId: 'B1', answeringId: 'U1' }, 4),
  );
  await take(
    'assessment',
    event('round-W1:classification:2022', 'RoundClosed', { workCommitteeId: 'W1', lagging: ['B7'] }, 1),
  );
  expect(await referrers('U1')).toEqual(['problem-1']);
  expect(await referrers('B7')).toEqual(['round-W1:classification:2022']);
});

it('takes every service’s feed', () => {
  expect([ownReferences, ...otherReferences].map(({ service }) => service).sort()).toEqual(services.toSorted());
});

it('tells the first day of which another stream tells something of an organization, in whatever order', async () => {
  const since = (id: string) => toldSince(schema.service, id);
  expect(await since('B1')).toBeUndefined();
  await take('organization', registered('B1', 'U1'));
  expect(await since('U1')).toBeUndefined();
  const held = (heldOn: string, revision: number): RecordedEvent =>
    event('activity-B1:2022', 'ActivityRecorded', { externalId: heldOn, branchId: 'B1', heldOn }, revision);
  await take('organization', held('2022-05-01', 0));
  await take('organization', held('2022-03-01', 1), held('2022-04-01', 2));
  expect(await since('B1')).toBe('2022-03-01');
  await take(
    'assessment',
    event('grading-B1:classification:2020', 'GradingOpened', { branchId: 'B1', period: '2020' }),
    event('grading-B1:classification:2019', 'PriorGradeRecorded', { branchId: 'B1', effectiveOn: '2020-02-01' }),
  );
  expect(await since('B1')).toBe('2020-02-01');
  const move = { organizationId: 'B1', parentId: 'U1', effectiveOn: '2021-01-01' };
  await take('organization', event(organizationStream('B1'), 'OrganizationMoved', move, 1));
  expect(await since('U1')).toBe('2021-01-01');
});
