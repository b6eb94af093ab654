import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { fileURLToPath } from 'node:url';
import { aes256Gcm } from '../sealing/aes-256-gcm.adapter.ts';
import { CipherFault } from '../sealing/cipher.ts';
import { Directory } from './directory.ts';
import { Keyring } from './keyring.ts';
import { peopleMigrations, peopleSchema } from './people-schema.ts';
import { WrappingKeys } from '../sealing/wrapping-keys.ts';
import { sm4HmacSm3 } from '../sealing/sm4-hmac-sm3.adapter.ts';

const wrappingKey = randomBytes(32);
let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let now = Date.parse('2026-03-02T04:00:00Z');
const zhang = { personId: 'p-1', name: '张建国', phone: '13800138000', posts: '支部书记' };

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(peopleSchema, [fileURLToPath(peopleMigrations)]);
});
afterAll(() => database.drop());
beforeEach(() => schema.owner.query('TRUNCATE person, person_key, person_field'));

const directory = (cipher = aes256Gcm, key = wrappingKey): Directory =>
  new Directory({ pool: schema.service, keyring: new Keyring(new WrappingKeys([key], cipher)), now: () => now });

async function stored(): Promise<string> {
  const found = await Promise.all(
    ['person', 'person_key', 'person_field'].map((table) => schema.owner.query(`SELECT t::text FROM ${table} t`)),
  );
  return JSON.stringify(found.map(({ rows }) => rows));
}

describe('the directory of people', () => {
  it.each([aes256Gcm, sm4HmacSm3])(
    'keeps a person sealed by $algorithm, and tells him to who has the key',
    async (cipher) => {
      expect(await directory(cipher).put([zhang])).toEqual({ changed: 1, forgotten: [] });
      const { personId: _id, ...details } = zhang;
      expect(await directory().read(['p-1', 'p-2'])).toEqual(new Map([['p-1', details]]));
      const text = await stored();
      for (const secret of ['张建国', '13800138000', '支部书记'])
        for (const encoding of ['utf8', 'hex', 'base64'] as const)
          expect(text).not.toContain(Buffer.from(secret).toString(encoding));
      await expect(directory(cipher, randomBytes(32)).read(['p-1'])).rejects.toThrow(CipherFault);
    },
  );

  it('takes the same again as nothing, and what has changed from that day on', async () => {
    await directory().put([zhang]);
    expect(await directory().put([zhang, { personId: 'p-1', name: '张建国' }])).toEqual({ changed: 0, forgotten: [] });
    now += 86_400_000;
    for (const phone of ['13900139000', '13900139001'])
      expect(await directory().put([{ personId: 'p-1', phone }])).toEqual({ changed: 1, forgotten: [] });
    expect((await directory().read(['p-1'])).get('p-1')).toMatchObject({ name: '张建国', phone: '13900139001' });
    const { rows } = await schema.owner.query(
      `SELECT from_day, until_day FROM person_field WHERE field = 'phone' ORDER BY from_day`,
    );
    expect(rows).toEqual([
      { from_day: '2026-03-02', until_day: '2026-03-03' },
      { from_day: '2026-03-03', until_day: null },
    ]);
  });

  it('forgets a person, his key and all that it sealed, and takes nothing of him any more', async () => {
    await directory().put([zhang, { personId: 'p-2', name: '李秀英' }]);
    const before = await schema.owner.query('SELECT * FROM person_field');
    expect(await directory().forget('p-1')).toBe(true);
    expect(await directory().forget('p-1')).toBe(false);
    expect(await directory().forget('nobody')).toBe(false);
    expect(await directory().read(['p-1', 'p-2'])).toEqual(
      new Map<string, unknown>([
        ['p-1', 'forgotten'],
        ['p-2', { name: '李秀英' }],
      ]),
    );
    expect(await directory().put([zhang])).toEqual({ changed: 0, forgotten: ['p-1'] });
    // An older copy of the rows comes back: what they say does not.
    await schema.owner.query("UPDATE person SET forgotten_at = NULL WHERE person_id = 'p-1'");
    for (const row of before.rows.filter(({ person_id: id }) => id === 'p-1'))
      await schema.owner.query(
        'INSERT INTO person_field (person_id, field, from_day, key_id, iv, cipher, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [row.person_id, row.field, row.from_day, row.key_id, row.iv, row.cipher, row.mac],
      );
    expect((await directory().read(['p-1'])).get('p-1')).toEqual({});
  });

  it('does not take the fields of one person for those of another', async () => {
    await directory().put([zhang, { personId: 'p-2', name: '李秀英' }]);
    await schema.owner.query("DELETE FROM person_field WHERE person_id = 'p-2'");
    await schema.owner.query(
      "UPDATE person_field SET person_id = 'p-2', key_id = k.key_id FROM person_key k WHERE k.person_id = 'p-2'",
    );
    await expect(directory().read(['p-2'])).rejects.toThrow(CipherFault);
  });

  it.each([
    [aes256Gcm, sm4HmacSm3],
    [sm4HmacSm3, aes256Gcm],
  ])('tells, and changes, who was sealed by one cipher after another was set: %#', async (before, after) => {
    await directory(before).put([zhang]);
    expect((await directory(after).read(['p-1'])).get('p-1')).toHaveProperty('name', '张建国');
    await directory(after).put([
      { personId: 'p-1', name: '张建军' },
      { personId: 'p-2', name: '李秀英' },
    ]);
    const { rows } = await schema.owner.query('SELECT algorithm FROM person_key ORDER BY person_id');
    expect(rows.map(({ algorithm }) => algorithm)).toEqual([before.algorithm, after.algorithm]);
    const told = await directory(before).read(['p-1', 'p-2']);
    expect([told.get('p-1'), told.get('p-2')]).toMatchObject([{ name: '张建军' }, { name: '李秀英' }]);
  });

  it('wraps the keys of persons anew, so that the old key of the installation opens nothing any more', async () => {
    await directory(sm4HmacSm3).put([zhang]);
    await directory().put([{ personId: 'p-2', name: '李秀英' }]);
    const key = randomBytes(32);
    const both = new Keyring(new WrappingKeys([key, wrappingKey]));
    expect(await both.rewrap(schema.service)).toBe(2);
    expect(await both.rewrap(schema.service)).toBe(0);
    expect((await directory(aes256Gcm, key).read(['p-1', 'p-2'])).get('p-1')).toHaveProperty('name', '张建国');
    await expect(directory().read(['p-2'])).rejects.toThrow(CipherFault);
    await expect(new Keyring(new WrappingKeys([randomBytes(32)])).rewrap(schema.service)).rejects.toThrow(CipherFault);
  });

  it('says nothing of rows that came back without their key, and lists the person anew', async () => {
    await directory().put([zhang]);
    await schema.owner.query('DELETE FROM person_key');
    expect((await directory().read(['p-1'])).get('p-1')).toEqual({});
    now += 86_400_000;
    await directory().put([{ personId: 'p-1', name: '张建国' }]);
    expect((await directory().read(['p-1'])).get('p-1')).toEqual({ name: '张建国' });
  });

  it('takes what two put at once', async () => {
    const one = directory();
    await Promise.all([one.put([zhang]), one.put([{ ...zhang, name: '张建军' }]), one.forget('p-9')]);
    expect((await one.read(['p-1'])).get('p-1')).toHaveProperty('phone', '13800138000');
  });
});
