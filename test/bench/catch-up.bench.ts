import { PostgresEventStore } from '@zhibu/event-store';
import type { Connections } from '@zhibu/infra';
import pg from 'pg';
import Cursor from 'pg-cursor';
import type { Bench } from './line.ts';
import { paired, rate, timed, times, whole } from './measure.ts';
import { fillStores, lengthOf, services, storedIn } from './stored.ts';

const ROUNDS = 3;
const ROWS_A_READ = 1000;

/** Both logs, a million events, from the beginning to the head by a subscription; the same rows by a cursor over a plain table. */
export const catchUpBench: Bench = {
  name: 'catch-up',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    return ground.on(stored, async (connections) => {
      const lengths = await Promise.all(
        services.map(async (schema) => ({ schema, length: await lengthOf(connections, schema) })),
      );
      const total = lengths.reduce((sum, { length }) => sum + Number(length), 0);
      const all = (read: (schema: string, length: bigint) => Promise<void>) => async (): Promise<number> =>
        rate(
          total,
          await timed(async () => {
            for (const { schema, length } of lengths) await read(schema, length);
          }),
        );
      const { ours, peer, ratio } = await paired(ROUNDS, {
        ours: all((schema, length) => subscribed(connections, schema, length)),
        peer: all((schema) => byCursor(connections, schema)),
      });
      return [
        {
          line: `catch-up read of ${whole(total)} events`,
          figure: `${whole(ours)}/s`,
          against: `pg cursor over a plain table ${whole(peer)}/s: ${times(ratio)}`,
          toReach: '≥ 0.6 ×',
          reached: ratio >= 0.6,
        },
      ];
    });
  },
};

async function subscribed(connections: Connections, schema: string, length: bigint): Promise<void> {
  const store = await PostgresEventStore.open({ url: connections.url(schema, 'service'), schema, max: 2, seal: false });
  const over = new AbortController();
  for await (const { checkpoint } of store.subscribe(undefined, { signal: over.signal, batchSize: ROWS_A_READ })) {
    if (checkpoint.position === length) break;
  }
  over.abort();
  await store.close();
}

async function byCursor(connections: Connections, schema: string): Promise<void> {
  const client = new pg.Client({
    connectionString: connections.url(schema, 'owner'),
    options: `-c search_path=${schema}`,
  });
  await client.connect();
  const cursor = client.query(
    new Cursor(
      'SELECT seq, recorded_at, stream, revision, id, type, schema_version, data, metadata FROM plain_log ORDER BY seq',
    ),
  );
  while ((await cursor.read(ROWS_A_READ)).length > 0);
  await client.end();
}
