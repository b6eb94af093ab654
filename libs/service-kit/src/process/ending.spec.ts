import { expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { closed, runningAnswers } from './process.ts';

const CLIENTS = 24;
const LEAST_PAUSE_MS = 5;
/** Longer than the farewell. */
const LONG_MS = 1_500;

@Controller()
class Answering {
  @Get()
  answer(): string {
    return 'answered';
  }

  @Get('long')
  async answerLate(): Promise<string> {
    await pause(LONG_MS);
    return 'answered';
  }
}

@Module({ controllers: [Answering] })
class Asked {}

/** Asks over one kept connection until somebody says that it ends. @returns what it failed with before; undefined: nothing */
async function askedToTheEnd(port: number, agent: Agent, path = '/'): Promise<string | undefined> {
  for (;;) {
    const said = await new Promise<string>((resolve) => {
      get({ port, path, host: '127.0.0.1', agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.headers.connection ?? ''));
      }).on('error', (error) => resolve(error.message));
    });
    if (said === 'close') return undefined;
    if (said !== 'keep-alive') return said;
    await pause(LEAST_PAUSE_MS + Math.random() * LEAST_PAUSE_MS);
  }
}

it('cuts off no request of whoever goes on asking over a kept connection', async () => {
  const app = await NestFactory.create<NestExpressApplication>(Asked, { logger: false });
  await app.listen(0, '127.0.0.1');
  const port = Number(new URL(await app.getUrl()).port);
  const agents = Array.from({ length: CLIENTS }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const asking = Promise.all(agents.map((agent) => askedToTheEnd(port, agent)));
  await pause(200);
  await closed(app);
  const failures = (await asking).filter((failure) => failure !== undefined);
  for (const agent of agents) agent.destroy();
  expect(failures).toEqual([]);
});

it('tells requests that run when it ends that their connection ends, and cuts off none', async () => {
  const app = await NestFactory.create<NestExpressApplication>(Asked, { logger: false });
  const running = runningAnswers(app.getHttpServer());
  await app.listen(0, '127.0.0.1');
  const port = Number(new URL(await app.getUrl()).port);
  const agents = Array.from({ length: CLIENTS }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const asking = Promise.all(agents.map((agent) => askedToTheEnd(port, agent, '/long')));
  await pause(200);
  await closed(app, running);
  const failures = (await asking).filter((failure) => failure !== undefined);
  for (const agent of agents) agent.destroy();
  expect(failures).toEqual([]);
});
