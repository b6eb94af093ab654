import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { Directory, forgetPerson, Keyring, peopleMigrations, peopleSchema, WrappingKeys } from '@zhibu/gateway';
import type { Pool } from '@zhibu/database';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { grant } from './operator.ts';
import { takePeople } from './taking-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhibu-people-'));
let now = Date.parse('2026-03-02T04:00:00Z');
let database: TemporaryDatabase;
let pool: Pool;
let directory: Directory;
let keyring = new Keyring(new WrappingKeys([randomBytes(32)]));
const noted: string[] = [];
let said: string[] = [];

beforeAll(async () => {
  database = await temporaryDatabase();
  const { service } = await database.schema(peopleSchema, [fileURLToPath(peopleMigrations)]);
  pool = service;
  directory = new Directory({ pool, keyring });
  await directory.put([
    { personId: 'p-1', name: '王小明' },
    { personId: 'p-2', name: '李秀英' },
  ]);
});
afterAll(() => database.drop());

async function operator(...args: readonly string[]): Promise<void> {
  said = [];
  const note = (operation: string, subjects: readonly string[]): unknown =>
    noted.push([operation, ...subjects].join(' '));
  const say = ({ zh, en }: { readonly zh: string; readonly en: string }): unknown => said.push(zh, en);
  const rotate = async () => ({ persons: 2, accounts: 1, isOldGone: true });
  await grant(args, {
    pool,
    note,
    say,
    now,
    rotate,
    keyring: () => keyring,
    forget: (id) => forgetPerson(pool, id, now),
  });
}

const listed = async (): Promise<unknown> => Object.fromEntries(await directory.read(['p-1', 'p-2']));

it('backs up keys for 30 days, and restores all but those of who was forgotten meanwhile', async () => {
  const file = join(folder, 'keys.json');
  await operator('keys-backup', file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).not.toMatch(/王小明|李秀英/);
  await operator('forget', 'p-1');
  expect(said).toContain('已注销p-1');
  await expect(operator('forget', 'p-1')).rejects.toThrow(/does not list p-1/);
  await pool.query('DELETE FROM person_key');
  expect(await listed()).toEqual({ 'p-1': 'forgotten', 'p-2': {} });
  await operator('keys-restore', file);
  expect(said).toContain('The keys of 1 persons are restored');
  expect(await listed()).toEqual({ 'p-1': 'forgotten', 'p-2': { name: '李秀英' } });
  expect(noted).toEqual(['people keys-backup', 'people forget p-1', 'people keys-restore']);
  now += 31 * 86_400_000;
  await expect(operator('keys-restore', file)).rejects.toThrow(/past its time/);
});

it('restores none of the keys where the installation does not open all, and says how many', async () => {
  const file = join(folder, 'other-keys.json');
  now = Date.parse('2026-03-02T04:00:00Z');
  await directory.put([{ personId: 'p-3', name: '赵刚' }]);
  await operator('keys-backup', file);
  await pool.query('DELETE FROM person_key');
  const own = keyring;
  keyring = new Keyring(new WrappingKeys([randomBytes(32)]));
  await expect(operator('keys-restore', file)).rejects.toThrow(/2 of the 2 keys in .* are opened by no key/);
  expect((await pool.query('SELECT FROM person_key')).rowCount).toBe(0);
  keyring = own;
  await operator('keys-restore', file);
  expect(said).toContain('The keys of 2 persons are restored');
});

it('says what was sealed anew, and notes that it was', async () => {
  await operator('keys-rotate');
  expect(said[1]).toMatch(/keys of 2 persons, the one-time secrets of 1 accounts; the old key is gone/);
  expect(noted.at(-1)).toBe('people keys-rotate');
});

it('refuses what it does not understand, and a file that is no backup of keys', async () => {
  for (const args of [[], ['forget'], ['drop', 'p-1'], ['keys-rotate', 'x']])
    await expect(operator(...args)).rejects.toThrow(/npm run people/);
  const file = join(folder, 'other.json');
  writeFileSync(file, '{}');
  await expect(operator('keys-restore', file)).rejects.toThrow(/Not a backup/);
});

it('sends nothing of a list in which something is wrong, and shows nothing of what stands there', async () => {
  const file = join(folder, 'people.csv');
  writeFileSync(file, 'personId,name,phone\n王小明,王小明,13800138000\n');
  const told: string[] = [];
  const platform = { server: 'http://127.0.0.1:1', signal: new AbortController().signal, language: 'zh' } as const;
  const telling = {
    say: ({ zh }: { readonly zh: string }) => told.push(zh),
    complain: (text: string) => told.push(text),
  };
  expect(await takePeople(file, { ...platform, actor: undefined, token: undefined }, telling)).toBe(1);
  expect(told.join('\n')).toMatch(/people\.csv 第2行 personId：不是有效的人员编号/);
  expect(told.join('\n')).not.toMatch(/王小明|138001/);
});
