import type { Pool, Sql } from '@zhibu/database';

/** Where look-ups read: plain SQL (set-based work), beside it Prisma for simple reads, on the same pool. */
export interface ReadModel {
  readonly sql: Sql;
}

export interface OpenReadModel extends ReadModel {
  readonly pool: Pool;
  readonly close: () => Promise<void>;
}
