import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import type { ArgumentsHost } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { PassingFailure } from '@zhibu/database';
import { StoreDamaged } from '@zhibu/event-store';
import { Refusal } from '@zhibu/kernel';
import { ProblemFilter } from './problem-filter.adapter.ts';

/** A filter, what it answered and what it logged. */
function aFilter() {
  const [answers, lines]: [{ code: string }[], unknown[]] = [[], []];
  const write = (line: unknown): void => void lines.push(line);
  Logger.overrideLogger({ log: write, warn: write, error: write });
  const response = {
    headersSent: false,
    status: () => response,
    type: () => response,
    send: (body: string) => answers.push(JSON.parse(body)),
  };
  const http = { getRequest: () => ({ headers: {}, complete: true }), getResponse: () => response };
  const host: Pick<ArgumentsHost, 'switchToHttp'> = Object.assign(Object.create(null), { switchToHttp: () => http });
  const filter = new ProblemFilter();
  return { answers, lines, refuse: (error: unknown) => filter.catch(error, Object.assign(Object.create(null), host)) };
}

it('logs what the infrastructure refuses, once a minute and cause, and no ordinary refusal', async () => {
  const { answers, lines, refuse } = aFilter();
  for (let time = 0; time < 5; time += 1) refuse(new PassingFailure('access denied'));
  refuse(new StoreDamaged('stream x: it was deleted', { stream: 'x' }));
  refuse(new Refusal('NOT_FOUND'));
  await turn();
  expect(answers.map(({ code }) => code)).toEqual([
    ...Array.from({ length: 5 }, () => 'SERVICE_UNAVAILABLE'),
    'STREAM_DAMAGED',
    'NOT_FOUND',
  ]);
  expect(lines).toEqual([
    expect.objectContaining({ name: 'PassingFailure', error: 'access denied', count: 1 }),
    expect.objectContaining({ name: 'StoreDamaged', error: 'stream x: it was deleted', count: 1 }),
  ]);
});
