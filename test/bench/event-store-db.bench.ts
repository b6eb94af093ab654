import { ServedStandIn } from '../support/event-store-db/served.ts';
import { adapterLines } from './event-store-db/adapter.ts';
import { cityLines } from './event-store-db/city.ts';
import { type Bench, tableOf } from './line.ts';

const WHOLE = { extent: { ones: 4_000, large: 40, old: 2_000 }, city: { name: 'city-1000', under: '990000' } };
const SHORT = { extent: { ones: 400, large: 8, old: 200 }, city: { name: 'edges-24', under: '990200' } };

/**
 * The EventStoreDB store: its adapter against the client by itself, at the server that EVENTSTORE_URL names or else at the
 * stand-in in a process of its own; and a city over both stores, where the stand-in counts what it is asked.
 */
export const eventStoreDbBench: Bench = {
  name: 'event-store-db',
  measure: async (ground) => {
    const { extent, city } = ground.short ? SHORT : WHOLE;
    const standIn = await ServedStandIn.start();
    try {
      const url = process.env['EVENTSTORE_URL'] ?? standIn.connectionString;
      const adapter = await adapterLines(url, extent);
      ground.tell(tableOf(adapter));
      return [...adapter, ...(await cityLines(city))];
    } finally {
      await standIn.stop();
    }
  },
};
