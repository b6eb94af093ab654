import { expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Health } from './health.ts';
import { HealthController } from './health.controller.ts';
import { whenDown } from './vocabulary.ts';

@Module({})
class AsksNobody {}

it('answers in the language of whoever asks, Chinese by default, with the same states', async () => {
  const check = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const health = new Health({
    checks: [{ name: 'database', isRequired: true, whenDown: whenDown.database, check }],
    feeds: () => [],
    lagLimit: 1,
  });
  const app = await NestFactory.create(
    { module: AsksNobody, controllers: [HealthController], providers: [{ provide: Health, useValue: health }] },
    { logger: false },
  );
  await app.listen(0, '127.0.0.1');
  const asked = async (headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${await app.getUrl()}/health/ready`, { headers });
    return { code: answer.status, said: await answer.text() };
  };
  const [chinese, english] = [await asked({}), await asked({ 'accept-language': 'en-GB,en;q=0.9' })];
  await app.close();
  for (const { code, said } of [chinese, english])
    expect([code, JSON.parse(said)]).toMatchObject([503, { status: 'not ready', checks: [{ state: 'down' }, {}, {}] }]);
  expect(chinese.said).toContain(`${whenDown.database.zh}（系统信息：connect ECONNREFUSED）`);
  expect(english.said).toContain(`${whenDown.database.en} (the system says: connect ECONNREFUSED)`);
});
