import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holderOf, takeLock } from './lock.ts';
import { startOf } from './running.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhibu-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const written = (holder: object): void => writeFileSync(join(folder, 'launcher.lock'), JSON.stringify(holder));
const here = { pid: process.pid, start: startOf(process.pid), starter: process.pid, purpose: 'npm start' };
/** The number of a process that has lived and does no more. */
const dead = (): number => spawnSync(process.execPath, ['--version']).pid;

it('is taken once: the second is told who holds it', async () => {
  const lock = await takeLock(folder, 'restore');
  await expect(takeLock(folder, 'npm start')).rejects.toThrow(
    `held by another program (restore, process ${process.pid})`,
  );
  lock.release();
  (await takeLock(folder, 'npm start')).release();
  expect(readdirSync(folder)).toEqual([]);
});

it('of a dead holder is cleared away', async () => {
  written({ ...here, pid: dead() });
  expect(holderOf(folder)).toBeUndefined();
  (await takeLock(folder, 'npm start')).release();
});

it('of a holder whose number another process has now is cleared away', async () => {
  written({ ...here, start: 'some other time' });
  (await takeLock(folder, 'npm start')).release();
});

it('that nobody can read, as after a torn write, is cleared away', async () => {
  writeFileSync(join(folder, 'launcher.lock'), '{"pid":');
  (await takeLock(folder, 'npm start')).release();
});

it('of one that is ending is waited for', async () => {
  written({ ...here, ending: true });
  setTimeout(() => rmSync(join(folder, 'launcher.lock')), 2_500);
  const lock = await takeLock(folder, 'npm start');
  expect(JSON.parse(readFileSync(join(folder, 'launcher.lock'), 'utf8'))).toMatchObject({
    pid: process.pid,
    purpose: 'npm start',
  });
  lock.release();
});

it('is one winner’s, of ten that find a stale one at the same moment', async () => {
  written({ ...here, pid: dead() });
  const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => takeLock(folder, 'npm start')));
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
