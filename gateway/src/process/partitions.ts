import type { Sql } from '@zhibu/database';
import { readModelSchemas } from '../read-model.ts';
import { views } from '../views/index.ts';

/** The table of all steps, and that of all spans; each process has a partition of both. */
const PARENTS = [
  ['step', 'process_step'],
  ['span', 'process_span'],
] as const;

/**
 * Makes the partitions of processes that have none yet; run by the role that owns the read model, after its migrations.
 * A process that comes with a new version of the program needs no migration: `rebuild` fills its tables.
 */
export async function preparePartitions(owner: Sql): Promise<void> {
  const schema = readModelSchemas.live;
  for (const { process, tables } of views) {
    if (process === undefined) continue;
    for (const [kind, parent] of PARENTS) {
      const table = tables.find((name) => name.endsWith(`_${kind}`));
      await owner.query(`CREATE TABLE IF NOT EXISTS ${schema}.${table} PARTITION OF ${schema}.${parent}
        (CHECK (aggregate = '${process}')) FOR VALUES IN ('${process}')`);
      await owner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${schema}_service`);
    }
  }
}
