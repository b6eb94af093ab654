import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { accessStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { connect } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { InMemoryEventStore } from '@zhibu/event-store';
import { AccessLog, accessMigrations, accessSchema } from '@zhibu/gateway';
import { believed, ownKeys } from '@zhibu/service-kit';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { grant } from './operator.ts';
import { readWish, wishOptions } from './wish.ts';

const now = Date.parse('2026-03-03T04:00:00Z');
const { signing, trusted } = ownKeys();
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let reader: Pool;
let said: string[] = [];
let store: InMemoryEventStore;

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  const settings = { role: 'access_reader' };
  reader = connect(database.urlFor('access_owner'), { schema: accessSchema, max: 1, settings });
});
afterAll(async () => {
  await reader.end();
  await database.drop();
});
beforeEach(async () => {
  await schema.owner.query('TRUNCATE access_log');
  store = new InMemoryEventStore();
  const log = new AccessLog({ access: schema.service, now: () => Date.parse('2026-03-02T04:00:00Z') });
  for (const person of ['p-1', 'p-2', 'p-2'])
    log.write({ ...nothing, person, operation: 'query dashboard', subjects: ['990100-SZGW'], outcome: 'ok' });
  await log.close();
});

const nothing = { session: null, duty: null, document: null, rows: 1, asOf: null, knownAt: null, address: '', ms: 1 };

async function operator(...args: readonly string[]): Promise<number> {
  said = [];
  const log = new AccessLog({ access: schema.service, now: () => now });
  try {
    const wish = readWish(new Arguments(args, wishOptions), now);
    const line = (text: string): unknown => said.push(text);
    const say = ({ zh, en }: { readonly zh: string; readonly en: string }): unknown => said.push(zh, en);
    const desk = { reader, owner: schema.owner, log, store: async () => store, key: () => signing, line, say, now };
    return await grant(wish, desk);
  } finally {
    await log.close();
  }
}

it('finds accesses by person, and logs that they were looked for, by whom', async () => {
  expect(await operator('find', '--person', 'p-2', '--by', 'p-audit')).toBe(0);
  expect(said).toHaveLength(3);
  expect(said[1]).toMatch(/^2026-03-02T04:00:00.000Z\tp-2\t\tquery dashboard\t990100-SZGW\t1\tok/);
  await operator('find', '--operation', 'access-log find');
  expect(said[1]).toMatch(/\tp-audit\t\taccess-log find\tp-2\t2\tok\toperator/);
});

it('verifies what was sealed, and names in both languages what does not agree', async () => {
  expect(await operator('verify')).toBe(0);
  expect(said).toContain('访问日志完整');
  const { rows } = await schema.owner.query<{ writer: string }>(
    `SELECT writer FROM access_log WHERE at < '2026-03-02T16:00:00Z' LIMIT 1`,
  );
  const [{ writer } = { writer: '' }] = rows;
  const chains = [{ writer, firstEntry: 1, lastEntry: 4, hash: 'a'.repeat(64) }];
  const event = { id: writer, type: 'AccessHeadSealed', schemaVersion: 1, data: { day: '2026-03-02', chains } };
  const metadata = {
    commandId: 'c',
    commandHash: 'h',
    correlationId: 'c',
    actor: { personId: 'system', role: 'system' },
  };
  await store.append(accessStream('2026-03-02'), 'no-stream', [{ ...event, metadata }]);
  expect(await operator('verify')).toBe(1);
  expect(said).toContain(`2026-03-02：日志链${writer}第4条起至当日结束缺失`);
  expect(said).toContain(`2026-03-02: entry 4 of chain ${writer} and all to the end of the day are missing`);
});

it('exports with a signature that says who, when and by which filter', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'zhibu-access-')), 'accesses.ndjson');
  expect(await operator('export', file, '--person', 'p-1', '--by', 'p-audit')).toBe(0);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const shape = z.looseObject({ key: z.string(), signature: z.string() });
  const signature = readFileSync(`${file}.sig`, 'utf8');
  expect(believed(signature, shape, trusted)).toMatchObject({
    by: 'p-audit',
    at: '2026-03-03T04:00:00.000Z',
    filter: { person: 'p-1' },
    entries: 1,
  });
  expect(believed(signature.replace('p-audit', 'p-other'), shape, trusted)).toBe('forged');
  await expect(operator('export', file)).rejects.toMatchObject({ code: 'EEXIST' });
});

it('drops months that nobody need keep, and no others', async () => {
  await schema.owner.query("SELECT prepare_access_log('2022-11-15')");
  expect(() => readWish(new Arguments(['drop', '--before', '2023-04'], wishOptions), now)).toThrow(/2023-03/);
  expect(await operator('drop', '--before', '2023-01')).toBe(0);
  expect(said).toContain('已删除月份：2022-11、2022-12');
  await operator('verify');
  expect(said).toContain('访问日志完整');
});

it.each([[[]], [['drop']], [['find', 'x']], [['export']], [['find', '--by', '张三']], [['read']]])(
  'refuses what it does not understand: %j',
  (args) => {
    expect(() => readWish(new Arguments(args, wishOptions), now)).toThrow();
  },
);
