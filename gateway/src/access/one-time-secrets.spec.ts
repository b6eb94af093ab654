import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { CipherFault } from '../sealing/cipher.ts';
import { sm4HmacSm3 } from '../sealing/sm4-hmac-sm3.adapter.ts';
import { WrappingKeys } from '../sealing/wrapping-keys.ts';
import { accountsUnderTest, logInsUnderTest } from '../testing/accounts.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { LogIns } from './log-ins.ts';
import { oneTimePassword, stepAt } from './one-time-password.ts';
import { OneTimeSecrets, type SecretOwner } from './one-time-secrets.ts';
import { SecondFactors } from './second-factors.ts';
import { Sessions } from './sessions.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];
const secret = randomBytes(20);
const zhang: SecretOwner = { kind: 'account', id: 'a' };
const password = 'Correct-horse-9';
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
});
afterAll(() => database.drop());

it('a secret is kept sealed for its owner, and opened for nobody else', () => {
  const secrets = new OneTimeSecrets(new WrappingKeys([first]));
  const kept = secrets.seal(secret, zhang);
  expect(kept).toMatch(/^\$aes-256-gcm\$/);
  expect(secrets.open(kept, zhang)).toEqual(secret);
  for (const other of [{ kind: 'account', id: 'b' } as const, { kind: 'session', id: 'a' } as const])
    expect(() => secrets.open(kept, other)).toThrow(CipherFault);
  expect(() => new OneTimeSecrets(new WrappingKeys([second])).open(kept, zhang)).toThrow(CipherFault);
  for (const odd of ['', '$', secret.toString('hex'), kept.slice(0, -1)])
    expect(() => secrets.open(odd, zhang)).toThrow(CipherFault);
  const bySm4 = new OneTimeSecrets(new WrappingKeys([first], sm4HmacSm3));
  expect(bySm4.open(kept, zhang)).toEqual(secret);
  expect(secrets.open(bySm4.seal(secret, zhang), zhang)).toEqual(secret);
});

async function account(login: string, secondFactor: boolean): Promise<Buffer> {
  const accounts = accountsUnderTest(schema.service);
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor });
  return (await accounts.setUp(token ?? '', password)).secret ?? Buffer.alloc(0);
}

async function stored(): Promise<string> {
  const found = await Promise.all(
    ['account', 'session'].map((table) => schema.owner.query(`SELECT t::text FROM ${table} t`)),
  );
  return JSON.stringify(found.map(({ rows }) => rows));
}

it('of no secret that is set up, or about to be, the database holds a word', async () => {
  const sources = logInsUnderTest(schema.service);
  const logIns = new LogIns(sources);
  const set = await account('zhang', true);
  await account('li', false);
  const { cookie } = await logIns.begin({ login: 'li', password, code: '', address: '192.0.2.1' });
  const session = await new Sessions(schema.service, Date.now).find(cookie);
  if (!session) throw new Error('no session');
  const factors = new SecondFactors(sources, logIns);
  const pending = (await factors.pending(session)) ?? Buffer.alloc(0);
  const text = await stored();
  for (const one of [set, pending])
    for (const encoding of ['hex', 'base64', 'base64url'] as const) expect(text).not.toContain(one.toString(encoding));
  const codeOf = (one: Buffer): string => oneTimePassword(one, stepAt(Date.now()));
  await factors.setUp(session, { password, code: codeOf(pending), address: '192.0.2.1' });
  expect(await stored()).not.toContain(pending.toString('hex'));
  await logIns.begin({ login: 'zhang', password, code: codeOf(set), address: '192.0.2.1' });
});
