import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresEventStore } from '@zhibu/event-store';
import type { Bench } from './line.ts';
import { median, ms, percentile } from './measure.ts';
import { sampleEvents } from './sample.ts';

const CLIENTS = 8;
const APPENDS_A_CLIENT = 400;
const PAUSE_MS = 20;
const WARM_UP = 400;

/** From the call of append until a live subscription hands the event out: eight clients, each pausing between events. */
export const sealedBench: Bench = {
  name: 'sealed',
  measure: (ground) => ground.onFresh(async (database) => {
    const store = await PostgresEventStore.open({ url: database.url('organization', 'service'), schema: 'organization', max: CLIENTS + 1 });
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
      await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
        for (let revision = 0; revision < APPENDS_A_CLIENT; revision += 1) {
          const events = sampleEvents(1);
          for (const { id } of events) sent.set(id, performance.now());
          await store.append(`activity-${client}`, revision === 0 ? 'no-stream' : revision - 1, events);
          await sleep(PAUSE_MS * (0.5 + Math.random()));
        }
      }));
      while (spent.length < CLIENTS * APPENDS_A_CLIENT) await sleep(PAUSE_MS);
    } finally {
      over.abort();
      await reading;
      await store.close();
    }
    const counted = spent.slice(WARM_UP);
    const p99 = percentile(counted, 99);
    return [{
      line: 'append to sealed and readable', figure: `p99 ${ms(p99)}, median ${ms(median(counted))}`,
      against: `${CLIENTS} clients, one event each ${PAUSE_MS} ms; ${counted.length} events, from call to live subscription`, toReach: 'p99 < 15 ms', reached: p99 < 15,
    }];
  }),
};
