import type { ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { Checkpoint } from '@zhibu/event-store';

/** What the relay's row says. */
export interface RelayPosition {
  readonly checkpoint: Checkpoint | undefined;
  readonly position: bigint;
  readonly epoch: bigint;
}

interface Row {
  readonly generation: string | null;
  readonly position: string;
  readonly event_id: string | null;
  readonly epoch: string;
}

const COLUMNS = 'generation, position, event_id, epoch';

/** Reads how far the relay of a service has come, whoever leads; nothing when none has ever run. */
export async function readRelayPosition(database: Pool, service: ServiceName): Promise<RelayPosition | undefined> {
  const found = await database.query<Row>(`SELECT ${COLUMNS} FROM relay_checkpoint WHERE service = $1`, [service]);
  return found.rows[0] && positionOf(found.rows[0]);
}

/**
 * Who may carry a service's log to its topic now, by the database's clock: the holder of a row, until it has not renewed it for so long.
 * Only a matter of who works and who waits; that a holder presumed dead writes nothing is the broker's to see to.
 */
export class Lease {
  private readonly database: Pool;
  private readonly service: ServiceName;
  private readonly holder: { readonly name: string; readonly leaseMs: number };

  constructor(database: Pool, service: ServiceName, holder: { readonly name: string; readonly leaseMs: number }) {
    this.database = database;
    this.service = service;
    this.holder = holder;
  }

  /** Takes the lease where it is free, has run out, or is this holder's own: with another epoch. Undefined: somebody else leads. */
  async take(): Promise<RelayPosition | undefined> {
    const { name, leaseMs } = this.holder;
    const taken = await this.database.query<Row>(
      `INSERT INTO relay_checkpoint (service, epoch, holder, leased_until) VALUES ($1, 1, $2, clock_timestamp() + $3 * interval '1 millisecond')
       ON CONFLICT (service) DO UPDATE SET epoch = relay_checkpoint.epoch + 1, holder = EXCLUDED.holder, leased_until = EXCLUDED.leased_until
        WHERE relay_checkpoint.leased_until < clock_timestamp() OR relay_checkpoint.holder = EXCLUDED.holder
       RETURNING ${COLUMNS}`,
      [this.service, name, leaseMs],
    );
    return taken.rows[0] && positionOf(taken.rows[0]);
  }

  /** Renews the lease of an epoch and notes the checkpoint with it. False: somebody else has taken over. */
  async renew(epoch: bigint, checkpoint: Checkpoint | undefined): Promise<boolean> {
    const renewed = await this.database.query(
      `UPDATE relay_checkpoint SET leased_until = clock_timestamp() + $3 * interval '1 millisecond',
        generation = coalesce($4, generation), position = coalesce($5, position), event_id = coalesce($6, event_id), moved_at = now()
        WHERE service = $1 AND epoch = $2`,
      [
        this.service,
        epoch,
        this.holder.leaseMs,
        checkpoint?.generation ?? null,
        checkpoint?.position ?? null,
        checkpoint?.eventId ?? null,
      ],
    );
    return renewed.rowCount === 1;
  }

  /** Gives the lease up at once. */
  async release(epoch: bigint): Promise<void> {
    await this.database.query(
      `UPDATE relay_checkpoint SET leased_until = '-infinity', holder = NULL WHERE service = $1 AND epoch = $2`,
      [this.service, epoch],
    );
  }
}

function positionOf(row: Row): RelayPosition {
  const position = BigInt(row.position);
  const checkpoint =
    row.generation === null || row.event_id === null
      ? undefined
      : { generation: row.generation, position, eventId: row.event_id };
  return { checkpoint, position, epoch: BigInt(row.epoch) };
}
