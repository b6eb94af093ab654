import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import {
  accessMigrations,
  accessSchema,
  Directory,
  Keyring,
  OneTimeSecrets,
  peopleMigrations,
  peopleSchema,
  WrappingKeys,
} from '@zhibu/gateway';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataFolder } from '../launcher/data-folder.ts';
import { rotateKeys } from './key-rotation.ts';

const secret = randomBytes(20);
const owner = { kind: 'account', id: randomUUID() } as const;
let database: TemporaryDatabase;
let people: SchemaUnderTest;
let access: SchemaUnderTest;
let path: string;

beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'zhibu-keys-'));
  database = await temporaryDatabase();
  people = await database.schema(peopleSchema, [fileURLToPath(peopleMigrations)]);
  access = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
});
afterAll(async () => {
  await database.drop();
  rmSync(path, { recursive: true });
});
beforeEach(async () => {
  await people.owner.query('TRUNCATE person CASCADE');
  await access.owner.query('TRUNCATE account CASCADE');
});

const directoryBy = (keys: readonly Buffer[]): Directory =>
  new Directory({ pool: people.service, keyring: new Keyring(new WrappingKeys(keys)) });

/** A person and an account, sealed by a key. */
async function sealedBy(keys: readonly Buffer[]): Promise<void> {
  await directoryBy(keys).put([{ personId: 'p-1', name: '王小明' }]);
  await access.owner.query(
    'INSERT INTO account (id, login, person_id, second_factor, totp_secret) VALUES ($1, $2, $3, true, $4)',
    [owner.id, 'wang', 'p-1', new OneTimeSecrets(new WrappingKeys(keys)).seal(secret, owner)],
  );
}

async function openedBy(keys: readonly Buffer[]): Promise<unknown> {
  const { rows } = await access.owner.query<{ kept: string }>('SELECT totp_secret AS kept FROM account');
  const told = await directoryBy(keys).read(['p-1']);
  return [told.get('p-1'), new OneTimeSecrets(new WrappingKeys(keys)).open(rows[0]?.kept ?? '', owner)];
}

const pools = () => ({ people: people.service, access: access.service });

it('a data folder is given a new key, by which all is sealed anew, and the old one is gone', async () => {
  const folder = DataFolder.open(path);
  folder.mark();
  folder.makePeopleKey();
  const old = folder.peopleKeys();
  await sealedBy(old);
  const place = { kind: 'folder', path, isNamed: true } as const;
  await expect(rotateKeys({ place, running: true }, pools())).rejects.toThrow(/Stop it/);
  expect(folder.peopleKeys()).toEqual(old);
  // It was interrupted once it had written the new key beside the old one.
  folder.addPeopleKey();
  const [key] = folder.peopleKeys();
  expect(await rotateKeys({ place, running: false }, pools())).toEqual({ persons: 1, accounts: 1, isOldGone: true });
  expect(folder.peopleKeys()).toEqual([key]);
  expect(await openedBy(folder.peopleKeys())).toEqual([{ name: '王小明' }, secret]);
  await expect(openedBy(old)).rejects.toThrow(/cannot be opened/);
  await rotateKeys({ place, running: false }, pools());
  expect(folder.peopleKeys()).not.toEqual([key]);
  expect(await openedBy(folder.peopleKeys())).toEqual([{ name: '王小明' }, secret]);
});

it('where processes are told their keys, both are set while all is sealed anew', async () => {
  const [old, key] = [randomBytes(32), randomBytes(32)];
  await sealedBy([old]);
  const place = (...keys: readonly Buffer[]) => ({
    running: true,
    place: {
      kind: 'urls',
      environment: { PEOPLE_KEY: keys.map((one) => one.toString('base64url')).join(',') },
    } as const,
  });
  await expect(rotateKeys(place(old), pools())).rejects.toThrow(/one key/);
  expect(await rotateKeys(place(key, old), pools())).toEqual({ persons: 1, accounts: 1, isOldGone: false });
  expect(await openedBy([key])).toEqual([{ name: '王小明' }, secret]);
  expect(await rotateKeys(place(key, old), pools())).toMatchObject({ persons: 0, accounts: 0 });
});
