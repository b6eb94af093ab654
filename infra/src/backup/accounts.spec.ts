import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { backup, restore } from '@zhibu/event-store';
import {
  accessMigrations,
  accessSchema,
  Accounts,
  accountTables,
  Argon2PasswordHasher,
  Directory,
  directoryTables,
  Keyring,
  LogIns,
  OneTimeSecrets,
  peopleMigrations,
  peopleSchema,
  SetUps,
  WrappingKeys,
} from '@zhibu/gateway';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { backUpKeys, restoreKeys } from '../people/keys-file.adapter.ts';

const now = Date.parse('2026-03-02T04:00:00Z');
const [password, another] = ['Correct-horse-9', 'Battery-staple-7'];
const wrapping = new WrappingKeys([randomBytes(32)]);
const secrets = new OneTimeSecrets(wrapping);
const databases: TemporaryDatabase[] = [];
let folder: string;

interface Kept {
  readonly access: SchemaUnderTest;
  readonly people: SchemaUnderTest;
}

async function empty(): Promise<Kept> {
  const database = await temporaryDatabase();
  databases.push(database);
  return {
    access: await database.schema(accessSchema, [fileURLToPath(accessMigrations)]),
    people: await database.schema(peopleSchema, [fileURLToPath(peopleMigrations)]),
  };
}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhibu-accounts-'));
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true });
});

const partsOf = ({ access, people }: Kept, role: 'owner' | 'service') => [
  { service: accessSchema, pool: access[role], tables: accountTables },
  { service: peopleSchema, pool: people[role], tables: directoryTables },
];
const sourcesOf = ({ access }: Kept) => ({
  pool: access.service,
  hasher: new Argon2PasswordHasher(),
  now: () => now,
  secrets,
});
const directoryOf = ({ people }: Kept): Directory =>
  new Directory({ pool: people.service, keyring: new Keyring(wrapping) });
const logIn = (kept: Kept, more: object = {}) =>
  new LogIns(sourcesOf(kept)).begin({ login: 'wang', password, code: '', address: '192.0.2.1', ...more });

it('a restore brings back who may log in, and of people what their keys, kept apart, still open', async () => {
  const [source, target] = [await empty(), await empty()];
  const [accounts, setUps] = [new Accounts(sourcesOf(source)), new SetUps(sourcesOf(source))];
  const link = await accounts.add({ login: 'wang', personId: 'p-1', secondFactor: false });
  await setUps.setUp(link ?? '', password);
  await accounts.add({ login: 'li', personId: 'p-2', secondFactor: true });
  await directoryOf(source).put([
    { personId: 'p-1', name: '王小明' },
    { personId: 'p-2', name: '李秀英' },
  ]);
  await logIn(source);

  const [file, keys] = [join(folder, 'all.backup'), join(folder, 'keys.json')];
  await backup(partsOf(source, 'service'), file);
  await backUpKeys(source.people.service, keys, now);
  await directoryOf(source).forget('p-2');
  expect(gunzipSync(readFileSync(file)).toString()).not.toMatch(/cookie_hash|token_hash|"wrapped"|王小明/);

  expect(await restore(partsOf(target, 'owner'), file)).toEqual([
    { service: accessSchema, rows: 3 },
    { service: peopleSchema, rows: 4 },
  ]);
  const sessions = await target.access.owner.query('SELECT FROM session');
  const links = await target.access.owner.query('SELECT FROM set_up_link');
  expect([sessions.rowCount, links.rowCount]).toEqual([0, 0]);
  await logIn(target);
  await expect(logIn(target, { newPassword: password })).rejects.toMatchObject({ code: 'PASSWORD_WEAK' });
  await logIn(target, { newPassword: another });
  expect(await directoryOf(target).read(['p-1'])).toEqual(new Map([['p-1', {}]]));
  expect(await restoreKeys(target.people.service, keys, { keyring: new Keyring(wrapping), now })).toBe(2);
  expect((await directoryOf(target).read(['p-1'])).get('p-1')).toEqual({ name: '王小明' });
});
