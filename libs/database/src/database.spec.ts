import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from './testing/index.ts';

let database: TemporaryDatabase;
beforeAll(async () => { database = await temporaryDatabase(); });
afterAll(() => database.drop());

it('keeps the tables of one schema from the roles of another', async () => {
  const alpha = await database.schema('alpha', []);
  const beta = await database.schema('beta', []);
  await alpha.owner.query('CREATE TABLE alpha.secret (x int)');
  await expect(beta.service.query('SELECT * FROM alpha.secret')).rejects.toMatchObject({ code: '42501' });
});
