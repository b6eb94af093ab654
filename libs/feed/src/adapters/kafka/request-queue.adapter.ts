import { createRequire } from 'node:module';

const QUEUE = 'kafkajs/src/network/requestQueue/index.js';
const LOOK_AGAIN = 'scheduleCheckPendingRequests';

/**
 * Lets connections rest on which nothing waits to be sent. kafkajs 2.2.4 looks at the queue of each connection a thousand
 * times a second for as long as it lives (it asks for a timer that is past since 1970), which keeps an idle process of ten
 * connections busy; there is no setting for it. A version that is made otherwise is left as it is.
 */
export function restWhenIdle(): void {
  const queue: unknown = Reflect.get(Object(createRequire(import.meta.url)(QUEUE)), 'prototype');
  const look: unknown = Reflect.get(Object(queue), LOOK_AGAIN);
  if (typeof look !== 'function' || mended.has(look)) return;
  const lookIfNeeded = function (this: Queue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) Reflect.apply(look, this, []);
  };
  mended.add(lookIfNeeded);
  Reflect.set(Object(queue), LOOK_AGAIN, lookIfNeeded);
}

interface Queue {
  readonly pending: readonly unknown[];
  /** Milliseconds since 1970. */
  readonly throttledUntil: number;
}

const mended = new WeakSet<object>();
