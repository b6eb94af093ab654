import { inTransaction, type Pool } from '@zhibu/database';
import { restartConsumer } from '@zhibu/feed';
import type { ServiceName } from '@zhibu/contracts';

/** What one schema was emptied of. */
export interface Refilled {
  readonly consumers: number;
  readonly tables: number;
}

/**
 * Of the store, the feed and the migrations, and the lists that draws were announced from: everything else in a schema is
 * derived from feeds, and comes again.
 */
const KEPT = [
  'events',
  'log',
  'pending',
  'head',
  'generation',
  'feed_checkpoint',
  'parked_stream',
  'parked_event',
  'parked_action',
  'relay_checkpoint',
  '_prisma_migrations',
  'draw_population',
];

/**
 * Empties what a process keeps of the feeds it takes, and sends its consumers back to their beginning, in one transaction:
 * the remedy where a store was restored to an earlier state than they have seen. Running consumers go on by themselves
 * within a second; what they keep is incomplete until they have caught up.
 * @param owner the schema as its owner
 */
export async function refill(owner: Pool, schema: string): Promise<Refilled> {
  return inTransaction(owner, async (transaction) => {
    const { rows: consumers } = await transaction.query<{ service: ServiceName; group: string }>(
      'SELECT service, consumer_group AS "group" FROM feed_checkpoint ORDER BY service, consumer_group',
    );
    // Each row's lock first: its holder alone applies, so that nobody writes while the tables are emptied.
    for (const consumer of consumers) await restartConsumer(transaction, consumer);
    const {
      rows: [found],
    } = await transaction.query<{ tables: readonly string[] | null }>(
      "SELECT array_agg(format('%I.%I', schemaname, tablename)) AS tables FROM pg_tables WHERE schemaname = $1 AND tablename <> ALL ($2)",
      [schema, KEPT],
    );
    const tables = found?.tables ?? [];
    if (tables.length > 0) await transaction.query(`TRUNCATE ${tables.join(', ')}`);
    return { consumers: consumers.length, tables: tables.length };
  });
}
