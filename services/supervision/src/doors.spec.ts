import 'reflect-metadata';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { byService, drawStream, type ServiceName } from '@zhibu/contracts';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { InMemoryEventStore } from '@zhibu/event-store';
import { feedMigrations, StoreFeedSource } from '@zhibu/feed';
import { derivedId } from '@zhibu/kernel';
import { closed, createService, ownKeys, TokenIssuer } from '@zhibu/service-kit';
import { keepPopulation } from './draw/population.lookup.ts';
import { supervisionService } from './supervision.module.ts';
import { announced, population } from './testing/examples.ts';

const { signing, trusted } = ownKeys();
const issuer = new TokenIssuer(signing);
let database: TemporaryDatabase;
let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  database = await temporaryDatabase();
  const { service } = await database.schema('supervision', [feedMigrations, ...supervisionService.migrations]);
  const stores = byService(() => new InMemoryEventStore());
  const id = derivedId('announced', 'D1');
  const actor = { personId: 'P-9', role: 'city-office', organizationId: 'C' };
  const metadata = { commandId: id, commandHash: '0'.repeat(64), correlationId: id, actor };
  const event = { ...announced, id, schemaVersion: 1, metadata };
  await stores.supervision.append(drawStream('D1'), 'no-stream', [event]);
  await keepPopulation(service, population);
  const sources = (name: ServiceName) => new StoreFeedSource(name, stores[name]);
  app = await createService(supervisionService, { store: stores.supervision, database: service, sources, trusted });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await closed(app);
  await database.drop();
});

async function asked(drawId: string): Promise<Response> {
  const path = `/draws/${drawId}/population`;
  const authorization = await issuer.authorization('supervision', 'read', { method: 'GET', path });
  return fetch(`${url}${path}`, { headers: { authorization } });
}

it('gives the list that a draw was announced from to a fellow process, before the draw is completed', async () => {
  const answer = await asked('D1');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(await answer.text()).toBe(population.text);
});

it('knows no list of a draw that was not announced, and gives none to who is no fellow', async () => {
  const unknown = await asked('D0');
  expect([unknown.status, Object(await unknown.json()).code]).toEqual([404, 'DRAW_UNKNOWN']);
  expect((await fetch(`${url}/draws/D1/population`)).status).toBe(401);
});
