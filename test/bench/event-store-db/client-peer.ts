import { EventStoreDBClient, jsonEvent, NO_STREAM, START, streamNameFilter } from '@eventstore/db-client';
import type { NewEvent } from '@zhibu/kernel';
import type { Appender } from '../peers.ts';

const WINDOW = 500;

/** The client by itself: what the adapter is measured against, asking for the same with nothing around it. */
export class ClientPeer {
  private readonly client: EventStoreDBClient;

  /** @param batched as the client appends unless told; otherwise each append is a call of its own, as the adapter's are */
  constructor(connectionString: string, { batched = false }: { readonly batched?: boolean } = {}) {
    this.client = EventStoreDBClient.connectionString(connectionString);
    if (!batched) Object.assign(this.client, { supports: () => Promise.resolve(false) });
  }

  get appender(): Appender {
    return {
      append: ({ stream, revision }, events) =>
        this.client.appendToStream(`peer.${stream}`, events.map(sent), {
          expectedRevision: revision === 0 ? NO_STREAM : BigInt(revision - 1),
          requiresLeader: true,
        }),
      close: () => this.client.dispose(),
    };
  }

  /** Reads the first event of a stream. */
  async readFirst(stream: string): Promise<void> {
    for await (const { event } of this.client.readStream(stream, { maxCount: 1, requiresLeader: true }))
      if (!event) throw new Error(`${stream} is empty`);
  }

  /** Follows what stands under a prefix from the start, until so many events have come. */
  async follow(prefix: string, count: number): Promise<void> {
    const filter = streamNameFilter({ prefixes: [prefix], maxSearchWindow: WINDOW });
    let come = 0;
    for await (const { event } of this.client.subscribeToAll({ fromPosition: START, requiresLeader: true, filter })) {
      if (event) come += 1;
      if (come >= count) break;
    }
  }

  close(): Promise<void> {
    return this.client.dispose();
  }
}

function sent({ id, type, data, metadata }: NewEvent) {
  return jsonEvent({ id, type, data: { ...data }, metadata: { ...metadata } });
}
