import type { Sql } from '@zhibu/database';
import { readModelSchemas } from '../read-model.ts';
import { preparePolicies } from '../second-lock/policies.ts';
import { views } from '../views/index.ts';

/** The table of all steps, of all spans and of all standings; each process has a partition of each. */
const PARENTS = [
  ['step', 'process_step'],
  ['span', 'process_span'],
  ['standing', 'process_standing'],
] as const;

/**
 * What the role that owns the read model makes after its migrations: the partitions of processes, and the policies by
 * which details are read.
 */
export async function prepareReadModel(owner: Sql): Promise<void> {
  await preparePartitions(owner);
  await preparePolicies(owner, views);
}

/**
 * Makes the partitions of processes that have none yet. A process that comes with a new version of the program needs no
 * migration: `rebuild` fills its tables.
 */
async function preparePartitions(owner: Sql): Promise<void> {
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
