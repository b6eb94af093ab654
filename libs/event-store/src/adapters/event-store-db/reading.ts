import type { AllStreamSubscription, Position, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { setImmediate as turn } from 'node:timers/promises';
import { StoreUnavailable, translated } from './errors.ts';
import { storedEventOf, type StoredEvent } from './rows.ts';

/** The client's reads have no deadline; one that says nothing for so long is given up. */
const SILENCE_MS = 15_000;

/** All that a read gives. However it ends, its later errors end nobody: the client tells them to whoever listens, or to the process. */
export function collected<Resolved extends ResolvedEvent>(read: StreamingRead<Resolved>): Promise<Resolved[]> {
  const found: Resolved[] = [];
  return new Promise((resolve, reject) => {
    const silence = setTimeout(() => {
      read.cancel().catch(() => undefined);
      reject(new StoreUnavailable(`EventStoreDB said nothing for ${SILENCE_MS} ms`));
    }, SILENCE_MS);
    const over = (settle: () => void): void => {
      clearTimeout(silence);
      settle();
    };
    read.on('data', (resolved: Resolved) => {
      silence.refresh();
      found.push(resolved);
    });
    read.on('error', (error) => over(() => reject(error)));
    read.on('end', () => over(() => resolve(found)));
    // A connection that was closed under a read ends it without a word.
    read.on('close', () => over(() => reject(new StoreUnavailable('the read was broken off'))));
  });
}

/** Who follows a log; told in the log's order, one thing at a time. */
export interface Listening {
  readonly onEvent: (event: StoredEvent) => void;
  /** Every event up to this place was told; after it nothing is promised. */
  readonly onLookedTo: (place: Position) => void;
  /** It is over, by whatever cause; said once. */
  readonly onEnd: (error: unknown) => void;
}

export const listening = {
  /** Listens; gives the way to end it, after which nothing more is told. */
  to(subscription: AllStreamSubscription, listener: Listening): () => void {
    let over = false;
    const end = (error: unknown): void => {
      if (over) return;
      over = true;
      cancel(subscription);
      listener.onEnd(translated(error));
    };
    subscription.on('error', end);
    subscription.on('end', () => end(new StoreUnavailable('EventStoreDB ended the subscription')));
    subscription.on('close', () => end(new StoreUnavailable('the subscription was broken off')));
    subscription.on('data', ({ event }: ResolvedEvent) => {
      if (over || !event) return;
      try {
        listener.onEvent(storedEventOf(event));
      } catch (error) {
        end(error);
      }
    });
    return () => {
      over = true;
      cancel(subscription);
    };
  },

  /** A checkpoint overtakes the events that still wait in the client's buffer: told only when they have been. */
  async reached(subscription: AllStreamSubscription, place: Position, listener: Listening): Promise<void> {
    while (subscription.readableLength > 0 && !subscription.destroyed) await turn();
    listener.onLookedTo(place);
  },
};

function cancel(subscription: AllStreamSubscription): void {
  subscription.unsubscribe().catch(() => undefined);
}
