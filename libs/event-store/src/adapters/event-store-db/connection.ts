import { randomUUID } from 'node:crypto';
import {
  ANY,
  type AppendExpectedRevision,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  type Position,
  START,
  type StreamMetadata,
  StreamNotFoundError,
  streamNameFilter,
} from '@eventstore/db-client';
import { StoreDamaged } from '../../port.ts';
import type { EventStoreDbAccess } from './access.ts';
import { Cluster } from './cluster.ts';
import type { Link } from './link.ts';
import { lastPlaces, type PlacedStream, standingAt } from './places.ts';
import { collected, listening, type Listening } from './reading.ts';
import { damaged, isDenied, isWrongExpectation, mayNotWrite, type StoreAccessDenied, translated } from './errors.ts';
import { ownEvent, storedEventOf, type StoredEvent } from './rows.ts';
import { writtenBehind } from './wholeness.ts';

/** After so many events looked at, matching or not, the server says how far its filter has come. */
export const SEARCH_WINDOW = 64;

/** A revision that no stream has. */
const NOWHERE = 2 ** 53 - 1;

interface Following {
  readonly prefixes: readonly string[];
  readonly after: Position | undefined;
  readonly listener: Listening;
  readonly signal: AbortSignal;
}

/** Where an event of the adapter's own stands. */
export interface Noted {
  readonly revision: number;
  readonly position: bigint;
}

export type SentEvent = ReturnType<typeof ownEvent>;

/**
 * The client's requests: whoever replaces it by its successor replaces this file, `places.ts`, `link.ts`, `reading.ts`, `errors.ts` and the
 * two conversions in `rows.ts`. Every request demands the leader: a follower may be stale, and a
 * deposed leader finds out only by being asked.
 */
export class Connection {
  private readonly cluster: Cluster;
  private denied: StoreAccessDenied | undefined;

  /**
   * @param onDamaged told of what a request finds gone
   * @throws TypeError for a connection string that is none, or files of certificates that cannot be read
   */
  constructor(access: EventStoreDbAccess, onDamaged: (error: StoreDamaged) => void = () => undefined) {
    this.cluster = new Cluster(access, onDamaged);
  }

  /**
   * Appends at exactly that revision (-1: no stream); false when the stream is elsewhere.
   * @throws StoreDamaged where the server took them elsewhere: whoever expects no stream may write to one that was deleted
   */
  async append(stream: string, before: number, events: SentEvent[]): Promise<boolean> {
    return this.cluster.ask(async (client) => {
      const expectedRevision = before === -1 ? NO_STREAM : BigInt(before);
      try {
        const said = await client.appendToStream(stream, events, { expectedRevision, requiresLeader: true });
        this.denied = undefined;
        const last = Number(said.nextExpectedRevision);
        if (said.success && last !== before + events.length) throw damaged(stream, writtenBehind(last));
        return said.success;
      } catch (error) {
        if (isDenied(error)) throw (this.denied = mayNotWrite(stream, error));
        if (!isWrongExpectation(error)) throw error;
        this.denied = undefined;
        return false;
      }
    });
  }

  /** Proves, without writing anything, that the user may write: rights are looked at before the revision that is expected. @throws StoreAccessDenied naming the right */
  async mayWrite(stream: string): Promise<void> {
    try {
      await this.append(stream, NOWHERE, [ownEvent({ id: randomUUID(), type: 'RightProven', data: {} })]);
    } catch (error) {
      if (!(error instanceof StoreDamaged)) throw error;
    }
  }

  /** That the user may not write, as far as was seen last; undefined: he may. Looks again where he might not. */
  async missingRight(stream: string): Promise<StoreAccessDenied | undefined> {
    if (this.denied) await this.mayWrite(stream).catch(() => undefined);
    return this.denied;
  }

  /** Appends one event of the adapter's own, wherever the stream is; answers where it stands. */
  async note(stream: string, type: string, data: object): Promise<Noted> {
    return this.noted(stream, ANY, ownEvent({ id: randomUUID(), type, data }));
  }

  /**
   * The same, right behind the last event that the stream shows (undefined: it shows none); undefined where it is elsewhere,
   * so that of several processes one writes.
   */
  async noteBehind(
    stream: string,
    last: StoredEvent | undefined,
    { type, data }: { readonly type: string; readonly data: object },
  ): Promise<Noted | undefined> {
    const event = ownEvent({ id: randomUUID(), type, data });
    try {
      return await this.noted(stream, last ? BigInt(last.revision) : NO_STREAM, event);
    } catch (error) {
      if (isWrongExpectation(error)) return undefined;
      throw error;
    }
  }

  /** What is said of a stream, such as what the server may throw away of it. */
  async metadataOf(stream: string): Promise<StreamMetadata> {
    const { metadata = {} } = await this.cluster.ask((client) =>
      client.getStreamMetadata(stream, { requiresLeader: true }),
    );
    return metadata;
  }

  async setMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    await this.cluster.ask((client) => client.setStreamMetadata(stream, metadata, { requiresLeader: true }));
  }

  /** Events of a stream from a revision on; none when there is no stream. */
  async readStream(stream: string, fromRevision = 0, maxCount?: number): Promise<StoredEvent[]> {
    return (await this.streamFrom(stream, fromRevision, maxCount)) ?? [];
  }

  /** The same; undefined when there is no stream. */
  streamFrom(stream: string, fromRevision: number, maxCount?: number): Promise<StoredEvent[] | undefined> {
    return this.reading((client) =>
      collected(
        client.readStream(stream, {
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
    const last = await this.reading((client) =>
      collected(
        client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1, requiresLeader: true }),
      ),
    );
    return last?.[0];
  }

  /** Stream and place of the last events of `$all`, of whoever, going backwards. */
  lastPlaces(before: Position | undefined, maxCount: number): Promise<readonly PlacedStream[]> {
    return lastPlaces(this.cluster, before, maxCount);
  }

  /** What stands at a place of `$all`: see `standingAt`. */
  standingAt(place: Position): Promise<string | undefined> {
    return standingAt(this.cluster, place);
  }

  /** Follows the log of streams that begin so, after a place, for ever; gives the way to end it. */
  follow(prefixes: readonly string[], after: Position | undefined, listener: Listening): () => void {
    const ending = new AbortController();
    this.cluster
      .link()
      .then((link) => {
        if (!ending.signal.aborted) this.followBy(link, { prefixes, after, listener, signal: ending.signal });
      })
      .catch((error: unknown) => {
        if (!ending.signal.aborted) listener.onEnd(translated(error));
      });
    return () => ending.abort();
  }

  async close(): Promise<void> {
    await this.cluster.close();
  }

  private async noted(stream: string, expectedRevision: AppendExpectedRevision, event: SentEvent): Promise<Noted> {
    const { nextExpectedRevision: revision, position } = await this.cluster.ask((client) =>
      client.appendToStream(stream, [event], { expectedRevision, requiresLeader: true }),
    );
    return { revision: Number(revision), position: position?.commit ?? 0n };
  }

  private followBy(link: Link, { prefixes, after, listener, signal }: Following): void {
    const subscription = link.client.subscribeToAll(
      {
        fromPosition: after ?? START,
        requiresLeader: true,
        filter: streamNameFilter({
          prefixes: [...prefixes],
          maxSearchWindow: SEARCH_WINDOW,
          checkpointInterval: 1,
          checkpointReached: (reached, place) => listening.reached(reached, place, listener),
        }),
      },
      listening.options,
    );
    const onEnd = (error: unknown): void => {
      release();
      this.cluster.judge(link, error);
      listener.onEnd(translated(error));
    };
    const end = listening.to(subscription, { ...listener, onEnd });
    const release = link.onLost((error) => {
      end();
      listener.onEnd(error);
    });
    signal.addEventListener('abort', () => {
      release();
      end();
    });
  }

  private async reading(
    read: (client: EventStoreDBClient) => Promise<readonly { readonly event?: Parameters<typeof storedEventOf>[0] }[]>,
  ): Promise<StoredEvent[] | undefined> {
    return this.cluster.ask(async (client) => {
      try {
        return (await read(client)).flatMap(({ event }) => (event ? [storedEventOf(event)] : []));
      } catch (error) {
        if (error instanceof StreamNotFoundError) return undefined;
        throw error;
      }
    });
  }
}
