import { expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { restWhenIdle } from './request-queue.adapter.ts';

const silent = { debug: () => undefined, warn: () => undefined };

/** The client's queue of a connection that is closed, to which an answer comes that nobody waits for any more. */
function closedQueue(): object {
  const kind: unknown = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js');
  if (typeof kind !== 'function') throw new Error('the client is made otherwise');
  const queue: object = Object(
    Reflect.construct(kind, [
      {
        maxInFlightRequests: 1,
        requestTimeout: 1_000,
        enforceRequestTimeout: true,
        logger: silent,
        isConnected: () => false,
      },
    ]),
  );
  call(queue, 'destroy');
  call(queue, 'fulfillRequest', { correlationId: 1, payload: {}, size: 0 });
  return queue;
}

function call(queue: object, name: string, ...args: readonly unknown[]): void {
  const method: unknown = Reflect.get(queue, name);
  if (typeof method !== 'function') throw new Error(`the client's queue has no ${name}`);
  Reflect.apply(method, queue, args);
}

const timerOf = (queue: object): unknown => Reflect.get(queue, 'throttleCheckTimeoutId');

it('a late answer on a closed connection begins no timer that keeps the process alive: the client as it comes does', () => {
  const asItComes = closedQueue();
  expect(timerOf(asItComes)).not.toBeNull();
  call(asItComes, 'destroy');
  restWhenIdle();
  expect(timerOf(closedQueue())).toBeNull();
});
