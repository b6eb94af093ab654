import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import { storeAppender } from './append.bench.ts';
import type { Bench } from './line.ts';
import { median, ms, percentile, timed } from './measure.ts';
import { type Appender, plainInserts } from './peers.ts';
import { sampleEvents } from './sample.ts';

const CLIENTS = 8;
const APPENDS_A_CLIENT = 400;
const PAUSE_MS = 20;
const WARM_UP = 400;

/** From the call of append until a live subscription hands the event out: eight clients, each pausing between events. */
export const sealedBench: Bench = {
  name: 'sealed',
  measure: (ground) =>
    ground.onFresh(async (database) => {
      const store = await PostgresEventStore.open({
        url: database.url('organization', 'service'),
        schema: 'organization',
        max: CLIENTS + 1,
      });
      const plain = await plainInserts(database.owner('organization'), database.url('organization', 'owner'), CLIENTS);
      try {
        const committed = (await paced(plain, () => undefined)).slice(WARM_UP);
        const readable = (await read(store)).slice(WARM_UP);
        const p99 = percentile(readable, 99);
        return [
          {
            line: 'append to sealed and readable',
            figure: `p99 ${ms(p99)}, median ${ms(median(readable))}`,
            against: `a plain insert alone, committed and no more: p99 ${ms(percentile(committed, 99))}, median ${ms(median(committed))}; ${CLIENTS} clients, an event each ${PAUSE_MS} ms`,
            toReach: 'p99 < 15 ms',
            reached: p99 < 15,
          },
        ];
      } finally {
        await Promise.all([store.close(), plain.close()]);
      }
    }),
};

/** Milliseconds from each call of append until the subscription has its event. */
async function read(store: EventStore): Promise<readonly number[]> {
  const sent = new Map<string, number>();
  const spent: number[] = [];
  const over = new AbortController();
  const reading = (async () => {
    for await (const { events } of store.subscribe(undefined, { signal: over.signal })) {
      const now = performance.now();
      for (const { id } of events) spent.push(now - (sent.get(id) ?? Number.NaN));
    }
  })();
  try {
    await paced(storeAppender(store), (id) => sent.set(id, performance.now()));
    while (spent.length < CLIENTS * APPENDS_A_CLIENT) await sleep(PAUSE_MS);
    return spent;
  } finally {
    over.abort();
    await reading;
  }
}

/** Milliseconds that each append took until it was acknowledged. */
async function paced(appender: Appender, onCall: (id: string) => void): Promise<readonly number[]> {
  const spent: number[] = [];
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let revision = 0; revision < APPENDS_A_CLIENT; revision += 1) {
        const events = sampleEvents(1);
        for (const { id } of events) onCall(id);
        spent.push(await timed(() => appender.append({ stream: `activity-${client}`, revision }, events)));
        await sleep(PAUSE_MS * (0.5 + Math.random()));
      }
    }),
  );
  return spent;
}
