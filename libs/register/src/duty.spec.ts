import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dutyStream, type EventNamed, organizationStream } from '@zhibu/contracts';
import { inTransaction } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { dutiesHeld, dutyHandlers, foundedDuties, registerHandlers, registerMigrations } from './index.ts';

type DutyTold = EventNamed<keyof typeof dutyHandlers>;
type TreeTold = EventNamed<'OrganizationRegistered' | 'OrganizationDissolved' | 'OrganizationReinstated'>;

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('register', [registerMigrations]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await schema.service.query('DELETE FROM register_duty');
  await schema.service.query('DELETE FROM register_fact');
});

/** An event at a place of its stream. */
const recorded = <Event extends DutyTold | TreeTold>(event: Event, stream: string, revision: number) => ({
  ...event,
  id: `${stream} ${revision}`,
  stream,
  revision,
  position: BigInt(revision + 1),
  recordedAt: '2023-01-01T00:00:00.000Z',
  schemaVersion: 1,
  metadata: { commandId: 'c', commandHash: '', correlationId: 'c', actor: { personId: 'P', role: 'operator' } },
});

const tell = (personId: string, ...events: readonly DutyTold[]): Promise<void> =>
  inTransaction(schema.service, (transaction) =>
    dutyHandlers.DutyAssigned(
      transaction,
      events.map((event, revision) => recorded(event, dutyStream(personId), revision)),
    ),
  );
const tellOf = (id: string, ...events: readonly TreeTold[]): Promise<void> =>
  inTransaction(schema.service, (transaction) =>
    registerHandlers.OrganizationMoved(
      transaction,
      events.map((event, revision) => recorded(event, organizationStream(id), revision)),
    ),
  );

const id = (digit: number): string => `00000000-0000-5000-8000-00000000000${digit}`;
const basis = { documentNo: '组〔2023〕3号' };
type Held = Partial<EventNamed<'DutyAssigned'>['data']>;
const assigned = (digit: number, more: Held = {}): DutyTold => ({
  type: 'DutyAssigned',
  data: {
    personId: 'P-1',
    dutyId: id(digit),
    duty: 'committee-clerk',
    organizationId: 'W',
    from: '2023-03-01',
    basis,
    confirmerId: 'P-9',
    ...more,
  },
});
const ended = (digit: number, effectiveOn: string): DutyTold => ({
  type: 'DutyEnded',
  data: { personId: 'P-1', dutyId: id(digit), effectiveOn, reason: '调离' },
});
const registered = (organizationId: string, parentId?: string): TreeTold => ({
  type: 'OrganizationRegistered',
  data: {
    organizationId,
    code: organizationId,
    kind: 'work-committee',
    name: organizationId,
    effectiveOn: '2023-01-01',
    findings: [],
    ...(parentId === undefined ? {} : { parentId }),
  },
});
const dissolved = (organizationId: string): TreeTold => ({
  type: 'OrganizationDissolved',
  data: { organizationId, effectiveOn: '2023-09-01', reason: '撤并', findings: [] },
});
const reinstated = (organizationId: string): TreeTold => ({
  type: 'OrganizationReinstated',
  data: { organizationId, effectiveOn: '2023-10-01', reason: '误录', basis, findings: [] },
});

const heldBy = async (personId: string, day: string): Promise<readonly string[]> =>
  (await dutiesHeld(schema.service, personId, day)).map(({ duty, organizationId = '' }) => `${duty} ${organizationId}`);
const CLERK = ['committee-clerk W'];

describe('a person holds a duty', () => {
  beforeEach(() => tellOf('W', registered('W')));

  it.each([
    ['2023-02-28', []],
    ['2023-03-01', CLERK],
    ['2023-06-30', CLERK],
    ['2023-07-01', []],
  ])('from its first day to its last: on %s %j', async (day, held) => {
    await tell('P-1', assigned(1, { until: '2023-06-30' }));
    expect(await heldBy('P-1', day)).toEqual(held);
    expect(await heldBy('P-2', day)).toEqual([]);
  });

  it('until it is ended, from that day on no more, and another one still', async () => {
    await tell(
      'P-1',
      assigned(1),
      ended(1, '2023-05-01'),
      assigned(2, { duty: 'committee-decider', from: '2023-05-01' }),
    );
    expect(await heldBy('P-1', '2023-04-30')).toEqual(CLERK);
    expect(await heldBy('P-1', '2023-05-01')).toEqual(['committee-decider W']);
  });

  it('however often the events come', async () => {
    const events = [assigned(1), ended(1, '2023-05-01')];
    await tell('P-1', ...events);
    await tell('P-1', ...events);
    expect(await heldBy('P-1', '2023-04-30')).toEqual(CLERK);
    expect(await heldBy('P-1', '2023-05-01')).toEqual([]);
  });

  it('for the branches that it names', async () => {
    await tell('P-1', assigned(1, { duty: 'rater', branchIds: ['B', 'D'], until: '2023-06-30' }));
    expect(await dutiesHeld(schema.service, 'P-1', '2023-04-01')).toEqual([
      { duty: 'rater', organizationId: 'W', branchIds: ['B', 'D'], from: '2023-03-01', until: '2023-06-30', above: [] },
    ]);
  });
});

it('a duty ends with its organization, and goes on where the dissolution was an error', async () => {
  await tell('P-1', assigned(1));
  expect(await heldBy('P-1', '2023-08-31')).toEqual([]);
  await tellOf('W', registered('W'), dissolved('W'));
  expect(await heldBy('P-1', '2023-08-31')).toEqual(CLERK);
  expect(await heldBy('P-1', '2023-09-01')).toEqual([]);
  await tellOf('W', registered('W'), dissolved('W'), reinstated('W'));
  expect(await heldBy('P-1', '2023-10-01')).toEqual(CLERK);
});

it('with a duty it is told whom its organization stands under', async () => {
  await tellOf('C', registered('C'));
  await tellOf('W', registered('W', 'C'));
  await tell('P-1', assigned(1));
  expect(await dutiesHeld(schema.service, 'P-1', '2023-04-01')).toMatchObject([{ organizationId: 'W', above: ['C'] }]);
});

it('the founded duties are those of a founding alone, and need no organization', async () => {
  const founded: DutyTold = {
    type: 'DutiesFounded',
    data: {
      personId: 'P-9',
      effectiveOn: '2023-01-01',
      duties: [
        { dutyId: id(8), duty: 'system-administrator' },
        { dutyId: id(9), duty: 'audit-administrator' },
      ],
    },
  };
  await tell('P-9', founded);
  await tell('P-1', assigned(1));
  await tell('P-2', {
    type: 'DutyAssigned',
    data: {
      personId: 'P-2',
      dutyId: id(7),
      duty: 'security-administrator',
      from: '2023-01-01',
      basis: { documentNo: '组〔2023〕3号' },
      confirmerId: 'P-9',
    },
  });
  expect(await foundedDuties(schema.service)).toEqual(['audit-administrator', 'system-administrator']);
  expect(await heldBy('P-9', '2023-01-01')).toEqual(['system-administrator ', 'audit-administrator ']);
});
