import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import { type Checkpoint, CheckpointLost } from '../../port.ts';
import { anEvent, firstEvents, someEvents } from '../../testing/index.ts';
import { backup, restore } from './backup-file.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

const services = ['alpha', 'beta'] as const;
type Stores = Readonly<Record<(typeof services)[number], SchemaUnderTest>>;

let source: Stores;
let folder: string;
let file: string;
/** Where readers of alpha stood: in the backup, and after it. */
const checkpoints: Checkpoint[] = [];
const databases: TemporaryDatabase[] = [];

async function emptyStores(): Promise<Stores> {
  const database = await temporaryDatabase();
  databases.push(database);
  return {
    alpha: await database.schema('alpha', [eventStoreMigrations]),
    beta: await database.schema('beta', [eventStoreMigrations]),
  };
}
const accesses = (stores: Stores) => services.map((service) => ({ service, pool: stores[service].owner }));
const opened = (stores: Stores, service: (typeof services)[number], seal = true) =>
  PostgresEventStore.open({ url: stores[service].serviceUrl, schema: service, max: 3, seal });
const headOf = async (store: PostgresEventStore): Promise<Checkpoint> => {
  const head = await store.head();
  if (!head) throw new Error('an empty log');
  return head;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhibu-backup-'));
  file = join(folder, 'all.backup');
  source = await emptyStores();
  const alpha = await opened(source, 'alpha');
  await alpha.append('sample-1', 'no-stream', [
    anEvent({ data: { 名: '第一党支部\u0000', big: randomBytes(9000).toString('hex') } }),
    ...someEvents(9),
  ]);
  await alpha.recorded('sample-1', { from: 0, to: 9 });
  checkpoints.push(await headOf(alpha));
  for (let index = 0; index < 5; index += 1) await alpha.append(`many-${index}`, 'no-stream', someEvents(400));
  await alpha.recorded('many-4', { from: 399, to: 399 });
  checkpoints.push(await headOf(alpha));
  const unsealed = await opened(source, 'beta', false);
  await unsealed.append('waiting-1', 'no-stream', someEvents(3));
  await unsealed.close();
  await backup(accesses(source), file);
  await alpha.append('sample-1', 9, someEvents(5));
  await alpha.recorded('sample-1', { from: 10, to: 14 });
  checkpoints.push(await headOf(alpha));
  await alpha.close();
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true });
});

it('takes every store out and in again, events and log unchanged, what was not sealed yet included', async () => {
  const target = await emptyStores();
  const restored = await restore(accesses(target), file);
  expect(restored).toMatchObject([
    { service: 'alpha', events: 2010 },
    { service: 'beta', events: 3 },
  ]);
  const [before, after] = [await opened(source, 'alpha'), await opened(target, 'alpha')];
  expect(await after.readLog(0n, 5000)).toEqual(await before.readLog(0n, 2010));
  expect(await after.verifyLog()).toMatchObject({ intact: true, rows: 2010 });
  expect(restored[0]).toHaveProperty('generation', (await headOf(after)).generation);
  expect((await headOf(after)).generation).not.toBe((await headOf(before)).generation);
  const beta = await opened(target, 'beta');
  expect(await beta.recorded('waiting-1', { from: 0, to: 2 })).toHaveLength(3);
  for (const store of [before, after, beta]) await store.close();
});

it('lets readers go on whose checkpoint is in the backup, and stops those ahead of it, saying what to do', async () => {
  const target = await emptyStores();
  await restore(accesses(target), file);
  const alpha = await opened(target, 'alpha');
  // The log goes on: by now it holds another event where the reader that was ahead had come to.
  await alpha.append('sample-1', 9, someEvents(8));
  await alpha.recorded('sample-1', { from: 10, to: 17 });
  expect(await firstEvents(alpha, 2008, checkpoints[0])).toHaveLength(2008);
  expect(await firstEvents(alpha, 8, checkpoints[1])).toHaveLength(8);
  await expect(firstEvents(alpha, 1, checkpoints[2])).rejects.toBeInstanceOf(CheckpointLost);
  await expect(firstEvents(alpha, 1, checkpoints[2])).rejects.toThrow(/backup that ends at 2010.*rebuild this reader/);
  expect(await alpha.verifyLog()).toMatchObject({ intact: true, rows: 2018 });
  await alpha.close();
});

it('keeps stopping them when the very same command is sent again', async () => {
  const target = await emptyStores();
  await restore(accesses(target), file);
  const [before, after] = [await opened(source, 'alpha'), await opened(target, 'alpha')];
  await after.append('sample-1', 9, await before.readStream('sample-1', 10));
  await after.recorded('sample-1', { from: 14, to: 14 });
  expect((await headOf(after)).eventId).toBe(checkpoints[2]?.eventId);
  await expect(firstEvents(after, 1, checkpoints[2])).rejects.toBeInstanceOf(CheckpointLost);
  await before.close();
  await after.close();
});

it('takes in a backup of a restored store', async () => {
  const [first, second] = [await emptyStores(), await emptyStores()];
  await restore(accesses(first), file);
  await backup(accesses(first), join(folder, 'second.backup'));
  await restore(accesses(second), join(folder, 'second.backup'));
  const alpha = await opened(second, 'alpha');
  expect(await firstEvents(alpha, 2000, checkpoints[0])).toHaveLength(2000);
  await expect(firstEvents(alpha, 1, checkpoints[2])).rejects.toBeInstanceOf(CheckpointLost);
  await alpha.close();
});

it('refuses a file that was cut or changed anywhere, and leaves nothing', async () => {
  const target = await emptyStores();
  const bytes = await readFile(file);
  const text = gunzipSync(bytes).toString();
  const lines = text.split('\n');
  const bad = join(folder, 'bad.backup');
  const without = (index: number): string => lines.filter((_, at) => at !== index).join('\n');
  const files = [
    Buffer.alloc(0),
    Buffer.from('not a backup'),
    bytes.subarray(0, bytes.length / 2),
    bytes.subarray(0, bytes.length - 1),
    gzipSync(without(0)),
    gzipSync(without(7)),
    gzipSync(without(lines.length - 2)),
    gzipSync(without(lines.length - 3)),
    gzipSync(text.slice(0, text.lastIndexOf('{"end":"zhibu-backup"'))),
    gzipSync(text.replace('"index\\":3', '"index\\":4')),
    gzipSync(text.replace('SampleHappened', 'SampleForgotten')),
    gzipSync(lines.toSpliced(5, 0, lines[5] ?? '').join('\n')),
    gzipSync('{"a":1}\n'),
    gzipSync('nothing\n'),
  ];
  for (const content of files) {
    await writeFile(bad, content);
    await expect(restore(accesses(target), bad)).rejects.toMatchObject({
      name: 'BackupFault',
      wording: { zh: expect.any(String) },
    });
    for (const service of services) {
      expect(
        (
          await target[service].owner.query(
            'SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM log) + (SELECT seq FROM head) AS n',
          )
        ).rows[0],
      ).toEqual({ n: '0' });
    }
  }
  await restore(accesses(target), file);
});

it.each([1, 3])('of another version (%d) is refused as such, and not as damaged', async (version) => {
  const target = await emptyStores();
  const text = gunzipSync(await readFile(file)).toString();
  const other = join(folder, `version-${version}.backup`);
  await writeFile(other, gzipSync(text.replaceAll('"version":2', `"version":${version}`)));
  await expect(restore(accesses(target), other)).rejects.toMatchObject({
    wording: { zh: expect.stringContaining('另一版本'), en: expect.stringContaining('another version') },
  });
});

it('is restored into empty stores only', async () => {
  const target = await emptyStores();
  const beta = await opened(target, 'beta');
  await beta.append('sample-1', 'no-stream', someEvents(1));
  await beta.recorded('sample-1', { from: 0, to: 0 });
  await expect(restore(accesses(target), file)).rejects.toThrow(/beta holds data already/);
  expect(await beta.verifyLog()).toMatchObject({ intact: true, rows: 1 });
  await beta.close();
});

it('is not made of a log that was tampered with, nor over another file', async () => {
  const target = await emptyStores();
  await restore(accesses(target), file);
  await target.alpha.owner.query(`UPDATE events SET data = '{}' WHERE stream = 'sample-1' AND revision = 4`);
  const name = join(folder, 'tampered.backup');
  await expect(backup(accesses(target), name)).rejects.toThrow(/alpha is not intact.*verify-log/);
  await expect(backup(accesses(source), file)).rejects.toThrow(/exists/);
  expect((await readdir(folder)).filter((entry) => entry.startsWith('tampered'))).toEqual([]);
});
