import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import {
  accessMigrations,
  accessSchema,
  Directory,
  Keyring,
  peopleMigrations,
  peopleSchema,
  WrappingKeys,
} from '@zhibu/gateway';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataFolder } from './data-folder.ts';
import { LaunchFault } from './fault.ts';
import { peopleKeysOf } from './people-keys.ts';

let database: TemporaryDatabase;
let people: SchemaUnderTest;
let access: SchemaUnderTest;
let folder: DataFolder;

beforeAll(async () => {
  database = await temporaryDatabase();
  people = await database.schema(peopleSchema, [fileURLToPath(peopleMigrations)]);
  access = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
});
afterAll(() => database.drop());
beforeEach(() => {
  folder = DataFolder.open(mkdtempSync(join(tmpdir(), 'zhibu-people-keys-')));
});
afterEach(async () => {
  rmSync(folder.path, { recursive: true });
  await people.owner.query('TRUNCATE person CASCADE');
  await access.owner.query('TRUNCATE account CASCADE');
});

const file = (): string => join(folder.path, 'people.key');
const keys = () => peopleKeysOf(folder, (schema) => (schema === peopleSchema ? people.serviceUrl : access.serviceUrl));

const listed = (): Promise<unknown> =>
  new Directory({ pool: people.service, keyring: new Keyring(new WrappingKeys([randomBytes(32)])) }).put([
    { personId: 'p-1', name: '王小明' },
  ]);
const account = (secret: string | null): Promise<unknown> =>
  access.owner.query(
    `INSERT INTO account (id, login, person_id, second_factor, totp_secret)
     VALUES (gen_random_uuid(), 'wang', 'p-1', true, $1)`,
    [secret],
  );

it('a key is made at the first start, and is the same at the next', async () => {
  await account(null);
  const made = await keys();
  expect(made).toHaveLength(1);
  await listed();
  expect(await keys()).toEqual(made);
});

it.each([
  ['the one-time secret of an account', () => account('$a$b$c$d')],
  ['the key of a person', listed],
  ['a name whose own key is kept apart', () => listed().then(() => people.owner.query('DELETE FROM person_key'))],
])('a start without the key is refused where it has sealed %s, and no other is made', async (_what, sealed) => {
  await sealed();
  const refused = await keys().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(LaunchFault);
  expect(refused).toMatchObject({
    wording: {
      zh: expect.stringMatching(/没有平台密钥people\.key.*请从原数据文件夹或另行保存处取回/),
      en: expect.stringMatching(/lacks the key of the installation, people\.key.*Bring the people\.key/),
    },
  });
  expect(existsSync(file())).toBe(false);
});

it('the key that was brought back is the one that opens', async () => {
  const [made] = await keys();
  const kept = readFileSync(file());
  await listed();
  rmSync(file());
  await expect(keys()).rejects.toThrow(LaunchFault);
  writeFileSync(file(), kept);
  expect(await keys()).toEqual([made]);
});
