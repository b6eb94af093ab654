import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import { storeAppender } from '../append.bench.ts';
import type { Line } from '../line.ts';
import { concurrently, type Paired, paired, rate, timed, times, whole } from '../measure.ts';
import type { Appender } from '../peers.ts';
import { sampleEvents } from '../sample.ts';
import { ClientPeer } from './client-peer.ts';

const SERVICE = 'bench';
const ROUNDS = 3;

/** How much is measured: appends of one and of 500 a round, and old events asked for. */
export interface Extent {
  readonly ones: number;
  readonly large: number;
  readonly old: number;
}

let streams = 0;

/** The adapter against the client by itself, both asking the same server in the same process, in turn. */
export async function adapterLines(connectionString: string, { ones, large, old }: Extent): Promise<readonly Line[]> {
  const store = await EventStoreDbEventStore.open({ connectionString, service: SERVICE });
  const peer = new ClientPeer(connectionString);
  const batching = new ClientPeer(connectionString, { batched: true });
  try {
    const ours = storeAppender(store);
    const one = { appends: ones, size: 1, clients: 16 };
    const many = { appends: large, size: 500, clients: 4 };
    const single = await paired(ROUNDS, { ours: round(ours, one), peer: round(peer.appender, one) });
    const batchedOnes = await round(batching.appender, one)();
    const hundreds = await paired(ROUNDS, { ours: round(ours, many), peer: round(peer.appender, many) });
    const batchedMany = await round(batching.appender, many)();
    return [
      lineOf('append of one event, 16 clients', single, { toReach: 0.9, beside: `batched ${whole(batchedOnes)}/s` }),
      lineOf('append of 500 events, 4 clients, events', hundreds, {
        toReach: 0.8,
        beside: `batched ${whole(batchedMany)}/s`,
      }),
      ...(await readingLines(connectionString, old, peer)),
    ];
  } finally {
    await Promise.all([store.close(), peer.close(), batching.close()]);
  }
}

/** Events appended a second, each client to new streams, where each stream takes ten appends. */
function round(
  appender: Appender,
  { appends, size, clients }: { readonly appends: number; readonly size: number; readonly clients: number },
): () => Promise<number> {
  const perStream = 10;
  return async () => {
    streams += 1;
    const name = `append-${process.pid}-${streams}`;
    const events = Array.from({ length: appends }, () => sampleEvents(size));
    const spent = await timed(() =>
      concurrently(Math.ceil(appends / perStream), clients, async (index) => {
        const mine = events.slice(index * perStream, (index + 1) * perStream);
        for (const [turn, batch] of mine.entries())
          await appender.append({ stream: `${name}-${index}`, revision: turn * size }, batch);
      }),
    );
    return rate(appends * size, spent);
  };
}

/** Old events, which nobody has in memory: each store is opened anew. */
async function readingLines(connectionString: string, old: number, peer: ClientPeer): Promise<readonly Line[]> {
  const service = `old-${process.pid}`;
  const open = () => EventStoreDbEventStore.open({ connectionString, service });
  const writer = await open();
  const names = Array.from({ length: old }, (_, index) => `stream-${index}`);
  await concurrently(old, 16, (index) => writer.append(names[index] ?? '', 'no-stream', sampleEvents(10)));
  await writer.close();
  const total = old * 10;
  const catchUp = await paired(ROUNDS, {
    ours: async () => {
      const store = await open();
      const spent = await timed(() => readWhole(store, total));
      await store.close();
      return rate(total, spent);
    },
    peer: async () => rate(total, await timed(() => peer.follow(`${service}.stream-`, total))),
  });
  const recorded = await paired(ROUNDS, {
    ours: async () => {
      const store = await open();
      const spent = await timed(async () => {
        for (const name of names) await store.recorded(name, { from: 0, to: 0 });
      });
      await store.close();
      return rate(old, spent);
    },
    peer: async () =>
      rate(
        old,
        await timed(async () => {
          for (const name of names) await peer.readFirst(`${service}.${name}`);
        }),
      ),
  });
  return [
    lineOf('catch-up from the start', catchUp, { toReach: 0.9 }),
    lineOf('recorded of old events, one after another', recorded, { toReach: 0.7, against: 'reads of their streams' }),
  ];
}

async function readWhole(store: EventStoreDbEventStore, total: number): Promise<void> {
  const over = new AbortController();
  let read = 0;
  for await (const { events } of store.subscribe(undefined, { signal: over.signal, batchSize: 1_000 })) {
    read += events.length;
    if (read >= total) break;
  }
  over.abort();
}

function lineOf(
  line: string,
  { ours, peer, ratio }: Paired,
  { toReach, beside, against = 'the client by itself' }: { toReach: number; beside?: string; against?: string },
): Line {
  return {
    line: `EventStoreDB: ${line}`,
    figure: `${whole(ours)}/s`,
    against: `${against} ${whole(peer)}/s: ${times(ratio)}${beside === undefined ? '' : ` (${beside})`}`,
    toReach: `≥ ${toReach} ×`,
    reached: ratio >= toReach,
  };
}
