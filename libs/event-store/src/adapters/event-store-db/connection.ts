import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  type Position,
  START,
  StreamNotFoundError,
  streamNameFilter,
} from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientString, type EventStoreDbAccess } from './access.ts';
import { useProxy } from './proxy.ts';
import { collected, listening, type Listening } from './reading.ts';
import { isWrongExpectation, StoreUnavailable, StoreUntrusted, translated } from './errors.ts';
import { ownEvent, storedEventOf, type StoredEvent } from './rows.ts';
import { tlsFault } from './trust.ts';

/**
 * Two ways of the client that would end the process, taken from it. Batched appends share one stream and one table of
 * promises over all clients of the process: a write that waits behind a broken stream rejects where nobody listens, and an
 * answer lost with the stream is never given; so each append is a call of its own, with a deadline. And the client's own
 * care for broken connections rejects unheard when discovery fails meanwhile.
 */
function tame(client: EventStoreDBClient): void {
  const handleError: unknown = Reflect.get(client, 'handleError');
  if (typeof handleError !== 'function') throw new TypeError('this client is another than the one this adapter knows');
  Object.assign(client, {
    supports: () => Promise.resolve(false),
    handleError: (...about: unknown[]) => Promise.resolve(handleError(...about)).catch(() => undefined),
  });
}

/** While a leader is elected, or a node comes back, try again: together some four seconds. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1200, 1200];
/** After so many events looked at, matching or not, the server says how far its filter has come. */
const SEARCH_WINDOW = 500;

export type SentEvent = ReturnType<typeof ownEvent>;

/**
 * The client, and all that is known about its ways: whoever replaces it by its successor replaces this file, `reading.ts`,
 * `errors.ts` and the two conversions in `rows.ts`. Every request demands the leader: a follower may be stale, and a
 * deposed leader finds out only by being asked.
 */
export class Connection {
  private readonly client: EventStoreDBClient;
  private readonly connectionString: string;
  private readonly proxy: string | undefined;
  private closed = false;

  /** @throws TypeError for a connection string that is none, or files of certificates that cannot be read */
  constructor(access: EventStoreDbAccess) {
    this.connectionString = clientString(access);
    this.proxy = access.proxy;
    useProxy(access.proxy);
    try {
      this.client = EventStoreDBClient.connectionString(this.connectionString);
    } catch {
      // Nor as the cause: the client's errors carry the string, and with it the password.
      throw new TypeError(
        'the connection string of EventStoreDB names a file of certificates or keys that cannot be read',
      );
    }
    tame(this.client);
  }

  /** The same error, or in its place what it comes from, where that is TLS. Asks the nodes themselves, so only who opens a store does. */
  async explained(error: unknown): Promise<unknown> {
    if (!(error instanceof StoreUnavailable)) return error;
    if (this.proxy !== undefined)
      return new StoreUnavailable(`${error.message} (through the proxy ${new URL(this.proxy).host})`, { cause: error });
    const fault = await tlsFault(this.connectionString);
    return fault === undefined ? error : new StoreUntrusted(`EventStoreDB at ${fault}`);
  }

  /** Appends at exactly that revision (-1: no stream); false when the stream is elsewhere. */
  async append(stream: string, before: number, events: SentEvent[]): Promise<boolean> {
    return this.trying(async () => {
      const expectedRevision = before === -1 ? NO_STREAM : BigInt(before);
      try {
        return (await this.client.appendToStream(stream, events, { expectedRevision, requiresLeader: true })).success;
      } catch (error) {
        if (isWrongExpectation(error)) return false;
        throw error;
      }
    });
  }

  /** Appends one event of the adapter's own, wherever the stream is. */
  async note(stream: string, type: string, data: object): Promise<void> {
    const event = ownEvent({ id: randomUUID(), type, data });
    await this.trying(() => this.client.appendToStream(stream, [event], { requiresLeader: true }));
  }

  /** Events of a stream from a revision on; none when there is no stream. */
  readStream(stream: string, fromRevision = 0, maxCount?: number): Promise<StoredEvent[]> {
    return this.reading(() =>
      collected(
        this.client.readStream(stream, {
          direction: FORWARDS,
          fromRevision: BigInt(fromRevision),
          requiresLeader: true,
          ...(maxCount === undefined ? {} : { maxCount }),
        }),
      ),
    );
  }

  /** The last event of a stream. */
  async lastOf(stream: string): Promise<StoredEvent | undefined> {
    const [last] = await this.reading(() =>
      collected(
        this.client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1, requiresLeader: true }),
      ),
    );
    return last;
  }

  /** Stream and place of the last events of `$all`, of whoever, going backwards. */
  async lastPlaces(
    before: Position | undefined,
    maxCount: number,
  ): Promise<readonly { stream: string; place: Position }[]> {
    return this.trying(async () => {
      const resolved = await collected(
        this.client.readAll({ direction: BACKWARDS, fromPosition: before ?? END, maxCount, requiresLeader: true }),
      );
      return resolved.flatMap(({ event, link }) => {
        const found = link ?? event;
        return found?.position ? [{ stream: found.streamId, place: found.position }] : [];
      });
    });
  }

  /** Follows the log under a prefix, after a place, for ever; gives the way to end it. */
  follow(prefix: string, after: Position | undefined, listener: Listening): () => void {
    const subscription = this.client.subscribeToAll({
      fromPosition: after ?? START,
      requiresLeader: true,
      filter: streamNameFilter({
        prefixes: [prefix],
        maxSearchWindow: SEARCH_WINDOW,
        checkpointInterval: 1,
        checkpointReached: (reached, place) => listening.reached(reached, place, listener),
      }),
    });
    return listening.to(subscription, listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client.dispose();
  }

  private async reading(
    read: () => Promise<readonly { readonly event?: Parameters<typeof storedEventOf>[0] }[]>,
  ): Promise<StoredEvent[]> {
    return this.trying(async () => {
      try {
        return (await read()).flatMap(({ event }) => (event ? [storedEventOf(event)] : []));
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        throw error;
      }
    });
  }

  /**
   * Asks, and asks again while the cluster cannot be asked. Safe for appends, too: each stands at an exact revision under
   * ids of its own, or says nothing that may not be said twice.
   */
  private async trying<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        if (this.closed) throw new StoreUnavailable('the store was closed');
        return await ask();
      } catch (error) {
        const said = translated(error);
        if (pause === undefined || this.closed || !(said instanceof StoreUnavailable)) throw said;
        await sleep(pause);
      }
    }
    throw new StoreUnavailable('EventStoreDB cannot be asked');
  }
}
