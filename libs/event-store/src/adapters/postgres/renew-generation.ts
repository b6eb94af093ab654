import { inTransaction } from '@zhibu/database';
import type { StoreAccess } from './backup.ts';

/** Where a store's generation begins. */
export interface BegunGeneration {
  readonly service: string;
  readonly generation: string;
  /** The end of its log, which it takes over. */
  readonly position: bigint;
}

/**
 * Begins a new generation of a store behind the end of its log: after its server was put back to an earlier moment by its own
 * means, and before anybody reads or writes it. Readers up to that end go on, those beyond it stop.
 * @param store as the schema's owner
 */
export function renewGeneration({ service, pool }: StoreAccess): Promise<BegunGeneration> {
  return inTransaction(pool, async (transaction) => {
    // Nothing is sealed meanwhile: whoever seals locks this row first.
    const { rows: ends } = await transaction.query<{ seq: string }>('SELECT seq FROM head FOR UPDATE');
    const position = ends[0]?.seq ?? '0';
    const { rows: begun } = await transaction.query<{ id: string }>(
      'INSERT INTO generation (ordinal, after_seq) SELECT max(ordinal) + 1, $1 FROM generation RETURNING id',
      [position],
    );
    return { service, generation: begun[0]?.id ?? '', position: BigInt(position) };
  });
}
