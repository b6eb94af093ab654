import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessHead } from '@zhibu/contracts';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { fileURLToPath } from 'node:url';
import { accessMigrations, accessSchema } from '../access/access-schema.ts';
import { AccessLog } from './access-log.adapter.ts';
import { entriesOf } from './entries.lookup.ts';
import { AccessSealing } from './sealing.ts';
import { type AccessFault, verifyAccesses } from './verify.ts';

const [before, day, after] = ['2026-03-01', '2026-03-02', '2026-03-03'];
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let writers: readonly string[] = [];
let sealed: readonly AccessHead[] = [];

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
});
afterAll(() => database.drop());

/** Two processes log on two days, which are then sealed, and one of them on a third. */
beforeEach(async () => {
  await schema.owner.query('TRUNCATE access_log');
  let now = 0;
  const logs = [0, 1].map(() => new AccessLog({ access: schema.service, now: () => now }));
  writers = logs.map(({ writer }) => writer);
  for (const at of [before, day]) {
    now = Date.parse(`${at}T04:00:00Z`);
    for (let index = 0; index < 10; index += 1) {
      now += 1_000;
      logs[index % 2]?.write(access(index));
    }
    await Promise.all(logs.map((log) => log.flush()));
  }
  now = Date.parse(`${after}T04:00:00Z`);
  logs[0]?.write(access(99));
  await Promise.all(logs.map((log) => log.close()));
  sealed = await sealedHeads();
});

const access = (ms: number) =>
  ({
    person: 'p-1',
    session: null,
    duty: null,
    operation: 'query dashboard',
    document: null,
    subjects: ['P'],
    rows: 1,
    asOf: null,
    knownAt: null,
    outcome: 'ok',
    address: '192.0.2.1',
    ms,
  }) as const;

/** What the gateway would send to be sealed; nothing is sealed yet, for a store that has no such stream. */
async function sealedHeads(): Promise<readonly AccessHead[]> {
  const heads: AccessHead[] = [];
  const answer = { status: 404, body: {} };
  const sealing = new AccessSealing(schema.service, () => Date.parse(`${after}T17:00:00Z`) - 3_600_000);
  await sealing.seal({
    client: { send: async () => answer },
    sender: {
      handled: async (_name, body) => {
        const { data, commandId } = Object(body);
        heads.push(data);
        return { commandId, events: [] };
      },
    },
  });
  return heads;
}

async function verified(keptSince = before): Promise<readonly Partial<AccessFault>[]> {
  const { faults } = await verifyAccesses(entriesOf(schema.owner, {}, 4), { sealed, keptSince });
  return faults;
}

const tamper = (sql: string, ...values: readonly unknown[]): Promise<unknown> => schema.owner.query(sql, [...values]);
const first = (): string => writers[0] ?? '';
const fault = (kind: AccessFault['kind'], number: number, of = day) => ({
  kind,
  writer: first(),
  number: BigInt(number),
  day: of,
});

describe('verifying the log of accesses', () => {
  it('finds nothing wrong in what nobody has touched, of two processes and three days, two of them sealed', async () => {
    const found = await verifyAccesses(entriesOf(schema.owner), { sealed, keptSince: before });
    expect(found).toEqual({ entries: 21, chains: 2, heads: 2, faults: [] });
    expect(sealed.map((head) => [head.day, head.chains.map((chain) => [chain.firstEntry, chain.lastEntry])])).toEqual([
      [
        before,
        [
          [1, 5],
          [1, 5],
        ],
      ],
      [
        day,
        [
          [6, 10],
          [6, 10],
        ],
      ],
    ]);
  });

  it.each([
    "person = 'p-2'",
    "subjects = '{}'",
    "outcome = 'kept'",
    'ms = ms + 1',
    "as_of = '2026-01-01'",
    'rows = NULL',
  ])('names an entry that was changed: %s', async (set) => {
    await tamper(`UPDATE access_log SET ${set} WHERE writer = $1 AND number = 7`, first());
    expect(await verified()).toEqual([fault('changed', 7)]);
  });

  it('names the first of the entries that were deleted', async () => {
    await tamper('DELETE FROM access_log WHERE writer = $1 AND number IN (3, 4)', first());
    expect(await verified()).toEqual([fault('missing', 3, before)]);
    await tamper('DELETE FROM access_log WHERE writer = $1 AND number < 3', first());
    expect(await verified()).toEqual([fault('missing', 1, before)]);
  });

  it('names an entry that was added', async () => {
    await tamper(
      `INSERT INTO access_log SELECT at + interval '1 ms', writer, number, 'p-9', session, duty, operation, document, subjects,
         rows, as_of, known_at, outcome, address, ms, chain FROM access_log WHERE writer = $1 AND number = 6`,
      first(),
    );
    expect(await verified()).toEqual([fault('added', 6)]);
  });

  it('names the first of two entries that were swapped', async () => {
    await tamper(
      `UPDATE access_log AS one SET person = 'x', ms = other.ms, chain = other.chain FROM access_log AS other
       WHERE one.writer = $1 AND other.writer = $1 AND one.number IN (7, 8) AND other.number = 15 - one.number`,
      first(),
    );
    expect(await verified()).toEqual([fault('changed', 7)]);
  });

  it('names where a chain was cut off, and a chain that is gone', async () => {
    await tamper('DELETE FROM access_log WHERE writer = $1 AND number > 8', first());
    expect(await verified()).toEqual([fault('cut-off', 9)]);
    await tamper('DELETE FROM access_log WHERE writer = $1', first());
    expect(await verified()).toEqual([fault('cut-off', 1, before), fault('cut-off', 6)]);
  });

  it('names the head that does not agree where a chain was written anew from an entry on', async () => {
    await tamper('DELETE FROM access_log WHERE writer = $1 AND number > 5', first());
    const forger = new AccessLog({ access: schema.service, now: () => Date.parse(`${day}T04:00:00Z`) });
    for (let index = 0; index < 5; index += 1) forger.write(access(50 + index));
    await forger.close();
    const found = await verified();
    expect(found).toContainEqual(fault('cut-off', 6));
    expect(found).toContainEqual({ kind: 'not-sealed', writer: forger.writer, number: 5n, day });
    sealed = sealed.map((head) => ({
      ...head,
      chains: head.chains.map((chain) => ({ ...chain, hash: 'f'.repeat(64) })),
    }));
    expect((await verified()).filter(({ kind }) => kind === 'head')).toHaveLength(3);
  });

  it('lets whole days be dropped after their time, and not before', async () => {
    await tamper(`DELETE FROM access_log WHERE at < '${before}T16:00:00Z'`);
    expect(await verified(day)).toEqual([]);
    expect(await verified(before)).toEqual(
      writers.map((writer) => ({ ...fault('cut-off', 1, before), writer })).sort(byWriter),
    );
  });
});

const byWriter = (one: { readonly writer: string }, other: { readonly writer: string }): number =>
  one.writer < other.writer ? -1 : 1;
