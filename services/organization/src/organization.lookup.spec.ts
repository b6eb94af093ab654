import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { currentVersion } from '@zhibu/contracts';
import { inTransaction } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import type { RecordedEvent } from '@zhibu/kernel';
import { organizationLookup } from './organization.lookup.ts';
import { activitiesNamed } from './activities.lookup.ts';
import { childKinds, livingChildren, unitsUnder } from './relation.lookup.ts';
import { organizationService } from './organization.module.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('organization', organizationService.migrations);
});
afterAll(() => database.drop());
beforeEach(() => schema.owner.query('TRUNCATE register_fact, lookup_activity'));

let position = 0n;
const event = (
  type: string,
  data: object,
  { revision, stream } = { revision: Number(position), stream: 'organization-x' },
): RecordedEvent => ({
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
const registered = (organizationId: string, parentId: string, effectiveOn = '2010-01-01'): RecordedEvent =>
  event('OrganizationRegistered', {
    organizationId,
    code: organizationId,
    kind: 'branch',
    parentId,
    name: '支部',
    effectiveOn,
    findings: [],
  });
const moved = (organizationId: string, parentId: string, effectiveOn: string): RecordedEvent =>
  event('OrganizationMoved', { organizationId, parentId, effectiveOn, findings: [] });
const dissolved = (organizationId: string, effectiveOn: string): RecordedEvent =>
  event('OrganizationDissolved', { organizationId, effectiveOn, reason: '撤并', findings: [] });
const cancelled = (organizationId: string): RecordedEvent =>
  event('RegistrationCancelled', { organizationId, effectiveOn: '2020-01-01', reason: '重复', findings: [] });
const held = (externalId: string, branchId: string, heldOn: string): RecordedEvent =>
  event('ActivityRecorded', { externalId, branchId, kind: 'party-day', heldOn, attendance: 4 });

const apply = (...events: readonly RecordedEvent[]): Promise<void> =>
  inTransaction(schema.service, (transaction) => organizationLookup.apply(transaction, events));
const children = (day: string): Promise<readonly string[]> => livingChildren(schema.service, 'U1', day);

describe('who would be left standing under an organization dissolved on a day', () => {
  it('those registered under it, by code', async () => {
    await apply(registered('B2', 'U1'), registered('B1', 'U1'), registered('B3', 'U2'));
    expect(await children('2020-01-01')).toEqual(['B1', 'B2']);
  });
  it('not those dissolved by that day', async () => {
    await apply(registered('B1', 'U1'), dissolved('B1', '2020-01-01'));
    expect(await children('2020-01-01')).toEqual([]);
    expect(await children('2019-12-31')).toEqual(['B1']);
  });
  it('not those moved away by that day, but those that move in later', async () => {
    await apply(
      registered('B1', 'U1'),
      moved('B1', 'U2', '2020-01-01'),
      registered('B2', 'U2'),
      moved('B2', 'U1', '2021-01-01'),
    );
    expect(await children('2020-01-01')).toEqual(['B2']);
    expect(await children('2019-12-31')).toEqual(['B1', 'B2']);
  });
  it('of two moves on one day the one recorded last counts, and an older one reported later changes nothing after it', async () => {
    await apply(
      registered('B1', 'U9'),
      moved('B1', 'U1', '2020-01-01'),
      moved('B1', 'U2', '2020-01-01'),
      moved('B1', 'U1', '2019-01-01'),
    );
    expect(await children('2020-01-01')).toEqual([]);
    expect(await children('2019-06-01')).toEqual(['B1']);
  });
  it('not those whose registration was cancelled; registered again they count again', async () => {
    await apply(registered('B1', 'U1'), cancelled('B1'));
    expect(await children('2020-01-01')).toEqual([]);
    await apply(registered('B1', 'U1'), cancelled('B1'), registered('B1', 'U1'));
    expect(await children('2020-01-01')).toEqual(['B1']);
  });
  it('the same events twice, or in batches of one, come out the same', async () => {
    const events = [
      registered('B1', 'U1'),
      moved('B1', 'U2', '2020-01-01'),
      registered('B2', 'U1'),
      dissolved('B2', '2021-01-01'),
    ];
    for (const one of events) await apply(one);
    await apply(...events);
    expect([await children('2019-01-01'), await children('2020-06-01'), await children('2021-01-01')]).toEqual([
      ['B1', 'B2'],
      ['B2'],
      [],
    ]);
  });
});

it('an activity is found by its external id, whichever branch and year', async () => {
  await apply(held('A1', 'B1', '2022-03-01'), held('A2', 'B2', '2021-03-01'));
  const found = await activitiesNamed(schema.service, ['A2', 'A3']);
  expect(found).toEqual([{ externalId: 'A2', branchId: 'B2', kind: 'party-day', heldOn: '2021-03-01', attendance: 4 }]);
});

it('an activity corrected is found as it was, a withdrawn one no more, and its id may be recorded again', async () => {
  const of = async () => (await activitiesNamed(schema.service, ['A1'])).map(({ attendance }) => attendance);
  const first = held('A1', 'B1', '2022-03-01');
  const corrected = event('ActivityCorrected', {
    externalId: 'A1',
    branchId: 'B1',
    kind: 'party-day',
    heldOn: '2022-03-01',
    attendance: 6,
    reason: '人数有误',
  });
  const withdrawn = event('ActivityWithdrawn', { externalId: 'A1', branchId: 'B1', year: '2022', reason: '误录' });
  await apply(first, corrected);
  expect(await of()).toEqual([6]);
  await apply(withdrawn);
  expect(await of()).toEqual([]);
  await apply(first);
  expect(await of()).toEqual([]);
  await apply(held('A1', 'B1', '2021-03-01'));
  expect(await of()).toEqual([4]);
});

it('names the units under an organization on a day or later, and the kinds of whatever stands under it', async () => {
  const unit = (id: string): RecordedEvent => {
    const { data, ...rest } = registered(id, 'U1');
    return { ...rest, data: { ...data, kind: 'unit' } };
  };
  await apply(unit('U2'), unit('U3'), moved('U3', 'W1', '2020-01-01'), registered('B1', 'U1'));
  expect(await unitsUnder(schema.service, 'U1', '2019-12-31')).toEqual(['U2', 'U3']);
  expect(await unitsUnder(schema.service, 'U1', '2020-01-01')).toEqual(['U2']);
  expect([...(await childKinds(schema.service, 'U1'))].sort()).toEqual(['branch', 'unit']);
});
