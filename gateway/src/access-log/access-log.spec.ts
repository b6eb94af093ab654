import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { connect, type Pool } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { fileURLToPath } from 'node:url';
import { accessMigrations, accessSchema } from '../access/access-schema.ts';
import { AccessLog, type AccessLogSources } from './access-log.adapter.ts';
import { entriesOf } from './entries.lookup.ts';
import { type AccessEntry, BEFORE_FIRST, type ChainedEntry, linkOf } from './entry.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let now = Date.parse('2026-03-02T02:00:00Z');
const opened: AccessLog[] = [];

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
});
afterAll(() => database.drop());
beforeEach(() => schema.owner.query('TRUNCATE access_log'));
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
});

function open(settings: Partial<AccessLogSources> = {}): AccessLog {
  const log = new AccessLog({ access: schema.service, now: () => now, ...settings });
  opened.push(log);
  return log;
}

const entry = (overrides: Partial<AccessEntry> = {}): Omit<AccessEntry, 'at'> => ({
  person: 'p-1',
  session: 'b7b7c1a4-6f2e-4c64-9d59-0c1b6a3a8f10',
  duty: 'branch-secretary',
  operation: 'query dashboard',
  document: 'ab'.repeat(32),
  subjects: ['990100-SZGW'],
  rows: 3,
  asOf: '2026-03-01',
  knownAt: new Date('2026-03-01T16:00:00.123Z'),
  outcome: 'ok',
  address: '192.0.2.1',
  ms: 12,
  ...overrides,
});

async function logOf(): Promise<readonly ChainedEntry[]> {
  const found: ChainedEntry[] = [];
  for await (const one of entriesOf(schema.owner, {}, 7)) found.push(one);
  return found;
}

/** Whether entries are whole chains, by an arithmetic of the spec's own. */
function whole(entries: readonly ChainedEntry[]): boolean {
  return [...Map.groupBy(entries, ({ writer }) => writer).values()].every((chain) => {
    let [number, previous] = [0n, BEFORE_FIRST];
    return chain.every((one) => {
      const isNext = one.number === number + 1n && one.chain === linkOf(previous, one);
      [number, previous] = [one.number, one.chain];
      return isNext;
    });
  });
}

describe('the log of accesses', () => {
  it('keeps what it is given, as it is given, numbered and chained', async () => {
    const log = open();
    log.write(entry());
    log.write(
      entry({ session: null, duty: null, document: null, subjects: [], rows: null, asOf: null, knownAt: null }),
    );
    await log.flush();
    const [first, second, ...more] = await logOf();
    expect(first).toMatchObject({ ...entry(), at: new Date(now), writer: log.writer, number: 1n });
    expect(second).toMatchObject({ session: null, subjects: [], knownAt: null, number: 2n });
    expect([more, whole(await logOf())]).toEqual([[], true]);
  });

  it('takes several writers at once, each with a chain of its own, and batches of any size', async () => {
    const logs = [open(), open(), open()];
    for (let index = 0; index < 1_300; index += 1) logs[index % 3]?.write(entry({ ms: index }));
    await Promise.all(logs.map((log) => log.flush()));
    const found = await logOf();
    expect([found.length, new Set(found.map(({ writer }) => writer)).size, whole(found)]).toEqual([1_300, 3, true]);
  });

  it('goes on at the turn of a month and of a year, and when the clock is set back', async () => {
    const log = open();
    for (const at of [
      '2026-12-31T15:59:59.999Z',
      '2026-12-31T16:00:00Z',
      '2026-12-31T15:00:00Z',
      '2027-05-01T00:00:00Z',
    ]) {
      now = Date.parse(at);
      log.write(entry());
      await log.flush();
    }
    const found = await logOf();
    expect(found.map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
      '2026-12-31',
      '2026-12-31',
      '2026-12-31',
      '2027-05-01',
    ]);
    expect(whole(found)).toBe(true);
    const { rows } = await schema.owner.query<{ month: string }>(
      `SELECT inhrelid::regclass::text AS month FROM pg_inherits WHERE inhparent = 'access_log'::regclass ORDER BY 1`,
    );
    expect(rows.map(({ month }) => month)).toEqual(
      expect.arrayContaining(['access_log_2026_12', 'access_log_2027_01', 'access_log_2027_02', 'access_log_2027_07']),
    );
  });

  it('is inserted by its writer, read by its reader, and changed by neither', async () => {
    const log = open();
    log.write(entry());
    await log.flush();
    const as = (role: string): Pool => connect(schema.serviceUrl, { schema: accessSchema, max: 1, settings: { role } });
    const [writer, service] = [as('access_writer'), schema.service];
    const statements = [
      'UPDATE access_log SET ms = 0',
      'DELETE FROM access_log',
      'TRUNCATE access_log',
      'DROP TABLE access_log',
    ];
    for (const sql of [writer, service])
      for (const statement of [...statements, 'SELECT * FROM access_log', 'SELECT * FROM access_log_2026_03'])
        await expect(sql.query(statement)).rejects.toMatchObject({ code: '42501' });
    await expect(writer.query('SELECT * FROM account')).rejects.toMatchObject({ code: '42501' });
    const reader = await schema.owner.connect();
    await reader.query('SET ROLE access_reader');
    expect((await reader.query('SELECT * FROM access_log')).rowCount).toBe(1);
    for (const statement of [...statements, 'INSERT INTO access_log SELECT * FROM access_log'])
      await expect(reader.query(statement)).rejects.toMatchObject({ code: '42501' });
    reader.release(true);
    await writer.end();
  });

  it('refuses what comes while it cannot be written, and writes everything once it can', async () => {
    await schema.owner.query('REVOKE INSERT ON access_log FROM access_writer');
    const log = open();
    log.write(entry());
    await log.flush();
    expect(log.fault()).toBeUndefined();
    now += 5_001;
    expect(() => log.refuseUnlessWritten()).toThrow(expect.objectContaining({ code: 'ACCESS_LOG_UNAVAILABLE' }));
    log.write(entry());
    await schema.owner.query('GRANT INSERT ON access_log TO access_writer');
    await log.flush();
    expect(log.fault()).toBeUndefined();
    expect([(await logOf()).length, whole(await logOf())]).toEqual([2, true]);
  });

  it('refuses what comes while too many wait, and drops nothing', async () => {
    const log = open({ waitingAtMost: 3 });
    for (let index = 0; index < 5; index += 1) log.write(entry());
    expect(() => log.refuseUnlessWritten()).toThrow(expect.objectContaining({ code: 'ACCESS_LOG_UNAVAILABLE' }));
    await log.flush();
    expect([log.fault(), (await logOf()).length]).toEqual([undefined, 5]);
  });

  it('writes an entry that no column takes without what it asked for, and is never stopped by it', async () => {
    const log = open();
    log.write(entry({ knownAt: new Date('0000-01-01T00:00:00Z') }));
    log.write(entry({ person: 'p-2' }));
    await log.flush();
    log.write(entry({ person: 'p-3' }));
    await log.flush();
    const entries = await logOf();
    expect(entries.map(({ person, knownAt, subjects }) => [person, knownAt, subjects])).toEqual([
      ['p-1', null, []],
      ['p-2', new Date('2026-03-01T16:00:00.123Z'), ['990100-SZGW']],
      ['p-3', new Date('2026-03-01T16:00:00.123Z'), ['990100-SZGW']],
    ]);
    expect([whole(entries), log.fault()]).toEqual([true, undefined]);
  });

  it('writes what waits before its process ends', async () => {
    const log = new AccessLog({ access: schema.service });
    log.write(entry());
    await log.close();
    expect(await logOf()).toHaveLength(1);
  });

  it('is found by person, subject, operation and day', async () => {
    const log = open();
    now = Date.parse('2026-06-30T15:59:59Z');
    log.write(entry({ person: 'p-2' }));
    now = Date.parse('2026-06-30T16:00:00Z');
    log.write(entry({ subjects: ['B-1', 'B-2'], operation: 'command GradeBranch' }));
    await log.flush();
    const numbers = async (filter: Parameters<typeof entriesOf>[1]): Promise<readonly bigint[]> => {
      const found: bigint[] = [];
      for await (const { number } of entriesOf(schema.owner, filter)) found.push(number);
      return found;
    };
    expect(await numbers({ person: 'p-2' })).toEqual([1n]);
    expect(await numbers({ subject: 'B-2' })).toEqual([2n]);
    expect(await numbers({ operation: 'GradeBranch' })).toEqual([2n]);
    expect(await numbers({ from: '2026-07-01' })).toEqual([2n]);
    expect(await numbers({ through: '2026-06-30' })).toEqual([1n]);
    expect(await numbers({ person: 'p-3' })).toEqual([]);
  });
});
