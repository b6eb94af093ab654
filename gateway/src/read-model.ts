import { PrismaPg } from '@prisma/adapter-pg';
import { connect, type Pool, type Sql } from '@zhibu/database';
import { PrismaClient } from './generated/prisma/client.ts';

/** Where the migrations of the read model lie, in Prisma's layout. */
export const readModelMigrations = new URL('../prisma/migrations', import.meta.url);

/** Schema `gateway` holds the live tables; a build grows in the second, and the one before is kept in the third. */
export const readModelSchemas = { live: 'gateway', build: 'gateway_build', previous: 'gateway_previous' } as const;

/** Where look-ups read: plain SQL for set-based work, Prisma for simple reads, both on one pool. */
export interface ReadModel {
  readonly sql: Sql;
  readonly prisma: PrismaClient;
}

export interface OpenReadModel extends ReadModel {
  readonly pool: Pool;
  readonly close: () => Promise<void>;
}

/**
 * Opens the read model for its look-ups.
 * @param url connection string of the role that the gateway runs as
 * @param max connections at most; 8 unless told
 */
export function openReadModel(url: string, max = 8): OpenReadModel {
  return readModelOn(connect(url, { schema: readModelSchemas.live, max }));
}

/** The read model over a pool that exists; closing it ends the pool. */
export function readModelOn(pool: Pool): OpenReadModel {
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { schema: readModelSchemas.live }) });
  return {
    pool,
    prisma,
    sql: pool,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}
