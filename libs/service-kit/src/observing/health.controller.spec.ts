import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { eventStoreMigrations } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import { Health } from './health.ts';
import { HealthController } from './health.controller.ts';
import { PROGRAM, programOf } from './program.ts';
import { whenDown } from './vocabulary.ts';

@Module({})
class AsksNobody {}

const check = () => Promise.reject(new Error('connect ECONNREFUSED'));
const asked = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${await app.getUrl()}/health/${path}`, { headers });
  return { code: answer.status, said: await answer.text() };
};

let app: INestApplication;
beforeAll(async () => {
  const health = new Health({
    checks: [{ name: 'database', isRequired: true, whenDown: whenDown.database, check }],
    feeds: () => [],
    lagLimit: 1,
  });
  const providers = [
    { provide: Health, useValue: health },
    {
      provide: PROGRAM,
      useValue: programOf([{ schema: 'organization', folders: [eventStoreMigrations, feedMigrations] }]),
    },
  ];
  app = await NestFactory.create({ module: AsksNobody, controllers: [HealthController], providers }, { logger: false });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

it('answers in the language of whoever asks, Chinese by default, with the same states', async () => {
  const chinese = await asked('ready');
  const english = await asked('ready', { 'accept-language': 'en-GB,en;q=0.9' });
  for (const { code, said } of [chinese, english])
    expect([code, JSON.parse(said)]).toMatchObject([503, { status: 'not ready', checks: [{ state: 'down' }, {}, {}] }]);
  expect(chinese.said).toContain(`${whenDown.database.zh}（系统信息：connect ECONNREFUSED）`);
  expect(english.said).toContain(`${whenDown.database.en} (the system says: connect ECONNREFUSED)`);
});

it('says that it lives, what it is and what it brings, with nothing there that it leans on', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
  const newest = [eventStoreMigrations, feedMigrations].map((folder) => readdirSync(folder).toSorted().at(-1));
  const { code, said } = await asked('live');
  expect([code, JSON.parse(said)]).toEqual([
    200,
    { status: 'live', version: manifest.version, schemas: { organization: newest } },
  ]);
});
