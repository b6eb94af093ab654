import type { AllStreamSubscription, Position, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import type { Transform } from 'node:stream';
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
  /** A promise holds up what comes next, and with it the server. */
  readonly onEvent: (event: StoredEvent) => void | Promise<void>;
  /** Every event up to this place was told; after it nothing is promised. */
  readonly onLookedTo: (place: Position) => void;
  /** Everything that stood in the log when it began was told. Servers before 23.10 do not say it. */
  readonly onCaughtUp: () => void;
  /** It is over, by whatever cause; said once. */
  readonly onEnd: (error: unknown) => void;
}

/** So many messages are taken in before those that came first are decoded. */
const TAKEN_IN = 1024;
/** After so many in a row the process turns to what else it has to do, above all to taking in more. */
const DECODED_AT_ONCE = 64;

/** What a message says, once it is its turn. */
type Told = () => void | Promise<void>;

/**
 * The server drops a live subscriber that leaves 32 messages lying. So messages are taken in as they come, decoded when
 * there is time, and told in the order in which they came; only where very many wait is the server held up.
 */
export const listening = {
  /** What a subscription is made with. */
  options: { highWaterMark: TAKEN_IN },

  /** Listens; gives the way to end it, after which nothing more is told. */
  to(subscription: AllStreamSubscription, listener: Listening): () => void {
    let over = false;
    decodeLater(subscription, ({ event }) => (event ? listener.onEvent(storedEventOf(event)) : undefined));
    subscription.on('caughtUp', () => queueOf(subscription).push(listener.onCaughtUp));
    // However it ends, its later errors end nobody.
    subscription.on('error', () => undefined);
    const end = (error: unknown): void => {
      if (over) return;
      over = true;
      cancel(subscription);
      listener.onEnd(translated(error));
    };
    tellInTurn(subscription, () => over).then(
      () => end(new StoreUnavailable('EventStoreDB ended the subscription')),
      (error: unknown) => end(isBrokenOff(error) ? new StoreUnavailable('the subscription was broken off') : error),
    );
    return () => {
      over = true;
      cancel(subscription);
    };
  },

  /** A checkpoint waits for its turn behind the events that came before it. */
  reached(subscription: AllStreamSubscription, place: Position, listener: Listening): void {
    queueOf(subscription).push(() => listener.onLookedTo(place));
  },
};

/** What a subscription is besides: a stream whose messages are ours. */
function queueOf(subscription: AllStreamSubscription): Transform & AsyncIterable<Told> {
  return subscription as unknown as Transform;
}

/** The client decodes each event before it takes the next: its way to do so is put off until it is the event's turn. */
function decodeLater(
  subscription: AllStreamSubscription,
  tell: (resolved: ResolvedEvent) => void | Promise<void>,
): void {
  const decode: unknown = Reflect.get(subscription, 'convertGrpcEvent');
  if (typeof decode !== 'function') throw new TypeError('this client is another than the one this adapter knows');
  Object.assign(subscription, {
    convertGrpcEvent:
      (message: unknown): Told =>
      () =>
        tell(decode(message) as ResolvedEvent),
  });
}

async function tellInTurn(subscription: AllStreamSubscription, isOver: () => boolean): Promise<void> {
  let count = 0;
  for await (const told of queueOf(subscription)) {
    if (isOver()) return;
    const held = told();
    if (held) await held;
    count += 1;
    if (count % DECODED_AT_ONCE === 0) await turn();
  }
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function cancel(subscription: AllStreamSubscription): void {
  subscription.unsubscribe().catch(() => undefined);
  queueOf(subscription).destroy();
}
