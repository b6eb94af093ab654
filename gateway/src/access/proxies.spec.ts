import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { readConfiguration } from '@zhibu/service-kit';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { accessMigrations, accessSchema } from './access-schema.ts';
import { publicSettings } from './public-settings.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let platform: PlatformUnderTest;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({ access: schema.service, proxies: ['127.0.0.1'] });
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});

it('a proxy that is named tells from where an attempt comes: by the last address that is not a proxy’s', async () => {
  for (const said of ['192.0.2.1', '198.51.100.9, 192.0.2.1', '192.0.2.2, 127.0.0.1'])
    await platform.post('/log-in', { login: 'nobody', password: '' }, { 'x-forwarded-for': said });
  const { rows } = await schema.owner.query(
    'SELECT address, sum(attempts)::int AS attempts FROM attempt GROUP BY 1 ORDER BY 1',
  );
  expect(rows).toEqual([
    { address: '192.0.2.1', attempts: 2 },
    { address: '192.0.2.2', attempts: 1 },
  ]);
});

it('a proxy is known by its network, too, where it is given another address each time it starts', async () => {
  const other = await platformUnderTest({ access: schema.service, proxies: ['127.0.0.0/8'] });
  await other.post('/log-in', { login: 'nobody', password: '' }, { 'x-forwarded-for': '192.0.2.3, 127.9.9.9' });
  await other.stop();
  const { rows } = await schema.owner.query("SELECT address FROM attempt WHERE address = '192.0.2.3'");
  expect(rows).toHaveLength(1);
});

it('proxies are named by addresses and networks, which are checked', () => {
  const read = (PROXIES: string) => readConfiguration(publicSettings, { PROXIES }).PROXIES;
  expect(read('10.0.0.1, ::1')).toEqual(['10.0.0.1', '::1']);
  expect(read('10.42.0.0/16,10.0.0.7')).toEqual(['10.42.0.0/16', '10.0.0.7']);
  expect(read('')).toEqual([]);
  for (const wrong of ['proxy', '10.0.0.1/8', '0.0.0.0/0', '10.0.0.0/33', '10.0.0/8', '*', 'true'])
    expect(() => read(wrong)).toThrow(/PROXIES is/);
});
