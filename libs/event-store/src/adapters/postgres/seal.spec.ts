import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { connect } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import { someEvents } from '../../testing/index.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

const program = fileURLToPath(new URL('../../testing/sealer.cli.ts', import.meta.url));

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let store: PostgresEventStore;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('sample', [eventStoreMigrations]);
  store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'sample', max: 4, seal: false });
});
afterEach(async () => {
  for (const child of children) await killed(child);
  await store.close();
  await database.drop();
});

/** A sealer in a process of its own, ready. */
async function sealer(mode: 'run' | 'hold'): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--conditions=zhibu-source', '--disable-warning=ExperimentalWarning', program, schema.serviceUrl, 'sample', mode],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.add(child);
  await once(child.stdout, 'data');
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
  children.delete(child);
}

async function append(count: number, prefix: string): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await store.append(`${prefix}-${index}`, 'no-stream', someEvents(5));
      await store.append(`${prefix}-${index}`, 4, someEvents(3));
    }),
  );
}

async function sealedAll(count: number): Promise<void> {
  for (let waited = 0; waited < 200 && ((await store.head())?.position ?? 0n) < BigInt(count); waited += 1)
    await sleep(25);
  expect(await store.verifyLog()).toEqual({
    intact: true,
    faults: [],
    rows: count,
    head: { position: BigInt(count), chain: expect.any(String) },
  });
  expect((await store.readLog(0n, count + 1)).map((event) => Number(event.position))).toEqual(
    Array.from({ length: count }, (_, index) => index + 1),
  );
}

it('loses and repeats nothing when sealers are killed in mid-batch, 20 times', async () => {
  for (let round = 0; round < 20; round += 1) {
    // By turns: one that has sealed and not committed, and one at work, at some moment of it.
    const child = await sealer(round % 2 === 0 ? 'hold' : 'run');
    const appending = append(10, `round-${round}`);
    if (round % 2 === 1) await sleep(round * 2);
    await killed(child);
    await appending;
    if (round % 2 === 0) await append(5, `after-${round}`);
  }
  await sealer('run');
  await sealedAll(20 * 10 * 8 + 10 * 5 * 8);
}, 120_000);

it('is taken over by another while one is stopped, which later goes on as if nothing had been', async () => {
  const [stopped, other] = [await sealer('run'), await sealer('run')];
  for (let round = 0; round < 5; round += 1) {
    const appending = append(20, `stopped-${round}`);
    await sleep(round * 3);
    stopped.kill('SIGSTOP');
    await appending;
    await store.recorded(`stopped-${round}-19`, { from: 0, to: 7 }, 3000);
    stopped.kill('SIGCONT');
  }
  await killed(other);
  await append(20, 'alone');
  await sealedAll(6 * 20 * 8);
}, 60_000);

it('comes back when its connection is cut, and says so once', async () => {
  const faults: unknown[] = [];
  const sealing = await PostgresEventStore.open({
    url: schema.serviceUrl,
    schema: 'sample',
    max: 2,
    onFault: (error) => faults.push(error),
  });
  await append(5, 'before');
  const admin = connect(database.adminUrl, { schema: 'public', max: 1 });
  const cut = await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zhibu-sample-listener' AND datname = current_database()`,
  );
  expect(cut.rowCount).toBeGreaterThan(1);
  await admin.end();
  await append(5, 'after');
  expect(await sealing.recorded('after-4', { from: 0, to: 7 }, 5000)).toHaveLength(8);
  await sealedAll(2 * 5 * 8);
  expect(faults.length).toBeLessThanOrEqual(2);
  await sealing.close();
});

it('never records an instant before the last one, though the clock goes back', async () => {
  const ahead = Date.now() + 3_600_000;
  await schema.owner.query('UPDATE head SET floor = $1', [ahead]);
  await append(2, 'late-clock');
  await sealer('run');
  const events = await store.recorded('late-clock-1', { from: 0, to: 7 }, 5000);
  expect(new Set(events.map((event) => event.recordedAt))).toEqual(new Set([new Date(ahead).toISOString()]));
  expect(await store.settle(new Date().toISOString())).toBe(0n);
});
