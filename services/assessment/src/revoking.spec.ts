import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { designationStream, revocationStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { addDays, type Day, derivedId, type RecordedEvent } from '@zhibu/kernel';
import { runs } from '@zhibu/kernel/testing';
import { CommandDoor, reactionConsumers, SYSTEM } from '@zhibu/service-kit';
import fc from 'fast-check';
import { assessmentService } from './assessment.module.ts';
import { designationTimetable } from './designation.scheduler.ts';
import { organizationsLookup } from './organizations.lookup.ts';
import { standingCase } from './revocations.lookup.ts';
import { deliver, Register, ServiceUnderTest } from './testing/facts.ts';

let database: TemporaryDatabase;
let pool: Pool;
let world: Revoking;

beforeAll(async () => {
  database = await temporaryDatabase();
  pool = (await database.schema('assessment', assessmentService.migrations)).service;
});
afterAll(() => database.drop());
beforeEach(async () => {
  world = await Revoking.begin();
});

const basis = { documentNo: '工委〔2021〕1号' };
const decision = { documentNo: '工委〔2023〕30号' };
const about = { programmeId: 'N', organizationId: 'B1' };
const DECIDED_ON: Day = '2023-02-01';

/** What Supervision records of a case. */
const told = (type: string, data: object, revision: number): RecordedEvent => ({
  id: derivedId('revocation', type, revision),
  type,
  schemaVersion: 1,
  data: { revocationId: 'R1', ...about, level: 'committee', programmeKind: 'party-building-site', ...data },
  metadata: {
    commandId: 'c',
    commandHash: '0'.repeat(64),
    correlationId: 'of-R1',
    actor: { personId: 'p-1', role: 'x' },
  },
  stream: revocationStream('R1'),
  revision,
  position: BigInt(revision + 1),
  recordedAt: '2023-02-01T00:00:00.000Z',
});
const decided = (outcome: 'revoke' | 'retain', revokedFrom?: Day, designatedOn: Day = '2021-07-01'): RecordedEvent =>
  told(
    'RevocationDecided',
    {
      effectiveOn: DECIDED_ON,
      designatedOn,
      outcome,
      basis: decision,
      bodyId: 'W',
      bodyLevel: 'committee',
      ...(revokedFrom !== undefined && { revokedFrom, appealBy: addDays(DECIDED_ON, 15) }),
    },
    1,
  );
const settled = (outcome: 'uphold' | 'overturn', effectiveOn: Day): RecordedEvent =>
  told('AppealDecided', { effectiveOn, outcome, basis: decision, bodyId: 'C', reason: '事实有出入' }, 3);

/** The service with its reactions to Supervision and its timetable; the feed is brought by hand. */
class Revoking {
  readonly service = new ServiceUnderTest(pool);
  private readonly door: CommandDoor;

  private constructor() {
    const { store, context } = this.service;
    this.door = new CommandDoor('assessment', store, assessmentService.aggregates(context));
  }

  /** A designation is in force since 2021. */
  static async begin(): Promise<Revoking> {
    const tables = [
      'lookup_designation',
      'lookup_designation_term',
      'lookup_designation_begun',
      'lookup_revocation',
      'lookup_revocation_case',
      'lookup_overturned',
      'lookup_revoked',
    ];
    for (const table of tables) await pool.query(`DELETE FROM ${table}`);
    const register = new Register().registered('W', 'work-committee').registered('U', 'unit', { parentId: 'W' });
    await deliver(pool, organizationsLookup, register.branch('B1', 'U').events());
    const begun = new Revoking();
    const { service } = begun;
    const programme = { level: 'committee', programmeKind: 'party-building-site', title: '示范点' };
    await service.send('RegisterProgramme', { programmeId: 'N', bodyId: 'W', ...programme });
    await service.send('RecordPriorDesignation', { ...about, since: '2021-07-01', basis, source: 'register.csv' });
    return begun;
  }

  async bring(...events: readonly RecordedEvent[]): Promise<void> {
    const { reactions } = assessmentService;
    if (!reactions) throw new Error('nothing is answered');
    const consumers = reactionConsumers(reactions, {
      service: 'assessment',
      context: this.service.context,
      door: this.door,
    });
    const supervision = consumers.find(({ service }) => service === 'supervision');
    if (!supervision) throw new Error('what is decided on revocations is not answered');
    await deliver(pool, supervision, events);
  }

  /** Looks what is due on a day. */
  async look(today: Day): Promise<void> {
    this.service.today = today;
    await this.door.handle(await designationTimetable(this.service.context).due(), SYSTEM);
  }

  /** The steps of the designation after its recording, as its own log says. */
  async steps(): Promise<readonly Pick<RecordedEvent, 'type' | 'data' | 'metadata'>[]> {
    return (await this.service.store.readStream(designationStream('N', 'B1'))).slice(1);
  }

  async types(): Promise<readonly string[]> {
    return (await this.steps()).map(({ type }) => type);
  }
}

it('revokes a designation as it was decided, once however often that comes', async () => {
  const cause = decided('revoke', DECIDED_ON);
  for (let times = 0; times < 10; times += 1) await world.bring(cause);
  await world.look('2023-02-02');
  expect(await world.steps()).toMatchObject([
    {
      type: 'DesignationRevoked',
      data: { ...about, revocationId: 'R1', basis: decision, effectiveOn: DECIDED_ON, plaqueDueOn: '2023-02-16' },
      metadata: { causationId: cause.id, correlationId: 'of-R1', actor: { role: 'system' } },
    },
  ]);
});

it('answers a decision to retain, and an appeal that fails, by nothing', async () => {
  await world.bring(decided('retain'));
  await world.look('2023-06-01');
  expect(await world.types()).toEqual([]);
  await world.bring(settled('uphold', '2023-02-20'));
  expect(await world.types()).toEqual([]);
});

it('revokes on the day that was announced, until which it is in force, and is found by the decision', async () => {
  const cause = decided('revoke', '2023-07-01');
  await world.bring(cause);
  await world.look('2023-06-30');
  expect(await world.types()).toEqual([]);
  await world.look('2023-07-01');
  await world.look('2023-07-01');
  expect(await world.steps()).toMatchObject([
    { type: 'DesignationRevoked', data: { effectiveOn: '2023-07-01' }, metadata: { causationId: cause.id } },
  ]);
});

it('restores it from the day on which it was revoked, and never revokes it by that case again', async () => {
  const appeal = settled('overturn', '2023-02-20');
  await world.bring(decided('revoke', DECIDED_ON));
  world.service.today = '2023-02-20';
  await world.bring(appeal);
  await world.look('2023-03-01');
  expect(await world.steps()).toMatchObject([
    { type: 'DesignationRevoked' },
    {
      type: 'DesignationRestored',
      data: { revocationId: 'R1', because: 'appeal-overturned', effectiveOn: DECIDED_ON, reason: '事实有出入' },
      metadata: { causationId: appeal.id },
    },
  ]);
});

it('never revokes what was overturned before its day', async () => {
  await world.bring(decided('revoke', '2023-07-01'), settled('overturn', '2023-02-20'));
  await world.look('2023-07-02');
  expect(await world.types()).toEqual([]);
});

it('tells of both where they come together late', async () => {
  world.service.today = '2023-03-01';
  await world.bring(decided('revoke', DECIDED_ON), settled('overturn', '2023-02-20'));
  expect(await world.types()).toEqual(['DesignationRevoked', 'DesignationRestored']);
});

it('never revokes a designation that the organization has anew, nor asks for that again and again', async () => {
  await world.bring(decided('revoke', DECIDED_ON, '2018-07-01'));
  world.service.today = '2023-03-02';
  expect(await designationTimetable(world.service.context).due()).toEqual([]);
  expect(await world.types()).toEqual([]);
});

it('restores what was revoked while the appeal against it was answered, once', async () => {
  const appeal = settled('overturn', '2023-02-20');
  world.service.today = '2023-07-01';
  await world.bring(appeal);
  await world.service.send('RevokeDesignation', {
    ...about,
    revocationId: 'R1',
    designatedOn: '2021-07-01',
    basis: decision,
    effectiveOn: '2023-02-10',
  });
  expect(await world.types()).toEqual(['DesignationRevoked']);
  await world.look('2023-07-01');
  await world.look('2023-07-02');
  expect(await world.steps()).toMatchObject([
    { type: 'DesignationRevoked' },
    { type: 'DesignationRestored', data: { reason: '事实有出入' }, metadata: { causationId: appeal.id } },
  ]);
  expect(await designationTimetable(world.service.context).due()).toEqual([]);
});

it('tells which case stands against a designation: an open one, or one decided to revoke that is not overturned', async () => {
  const of = { ...about, designatedOn: '2021-07-01' };
  const proposed = told(
    'RevocationProposed',
    {
      effectiveOn: '2023-01-10',
      designatedOn: '2021-07-01',
      bodyId: 'W',
      grounds: [],
      facts: '停滞',
      decideBy: '2023-03-11',
    },
    0,
  );
  expect(await standingCase(pool, of)).toBeNull();
  await world.bring(proposed);
  expect(await standingCase(pool, of)).toBe('R1');
  expect(await standingCase(pool, { ...of, designatedOn: '2022-07-01' })).toBeNull();
  await world.bring(decided('revoke', '2023-07-01'));
  await world.bring(proposed);
  expect(await standingCase(pool, of)).toBe('R1');
  await world.bring(settled('overturn', '2023-02-20'));
  expect(await standingCase(pool, of)).toBeNull();
});

it('has no case against it once one was decided to retain it', async () => {
  await world.bring(decided('retain'));
  expect(await standingCase(pool, { ...about, designatedOn: '2021-07-01' })).toBeNull();
});

const RUNS = runs(100);

it(`is in force in the end where an appeal overturned, whenever causes came and days were looked at: ${RUNS} times`, async () => {
  const step = fc.record({ what: fc.constantFrom('bring' as const, 'look' as const), days: fc.nat({ max: 20 }) });
  const drawn = fc.record({
    ahead: fc.nat({ max: 30 }),
    appealed: fc.option(fc.nat({ max: 40 })),
    steps: fc.array(step, { maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ ahead, appealed, steps }) => {
      world = await Revoking.begin();
      const causes = [decided('revoke', addDays(DECIDED_ON, ahead))];
      if (appealed !== null) causes.push(settled('overturn', addDays(DECIDED_ON, appealed)));
      let today = DECIDED_ON;
      for (const { what, days } of steps) {
        today = addDays(today, days);
        world.service.today = today;
        const known = causes.filter(({ data }) => String(Reflect.get(data, 'effectiveOn')) <= today);
        await (what === 'bring' ? world.bring(...known) : world.look(today));
      }
      world.service.today = '2023-06-01';
      await world.bring(...causes);
      await world.look('2023-06-01');
      const last = (await world.types()).at(-1);
      expect(last !== 'DesignationRevoked').toBe(appealed !== null);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 600_000);
