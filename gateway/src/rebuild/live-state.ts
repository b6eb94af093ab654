import { byService, type ServiceName } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { PROJECTOR_GROUP } from '../projector.ts';
import { readModelSchemas } from '../read-model.ts';

/** Up to which position the read model has taken each service's log. */
export type Vector = Readonly<Record<ServiceName, bigint>>;

/** What the live read model has taken in: everything up to the vector, but for what is parked and what was discarded. */
export interface LiveState {
  readonly vector: Vector;
  readonly has: (service: ServiceName, event: Pick<RecordedEvent, 'stream' | 'position'>) => boolean;
}

export const beginning: Vector = byService(() => 0n);

/** Reads all of it in one snapshot. */
export async function liveState(sql: Sql): Promise<LiveState> {
  const {
    rows: [row],
  } = await sql.query<{
    positions: Readonly<Record<string, string>>;
    parked: Readonly<Record<string, string>>;
    discarded: readonly string[];
  }>(
    `SELECT
       (SELECT coalesce(json_object_agg(service, position::text), '{}') FROM ${table('feed_checkpoint')} WHERE consumer_group = $1) AS positions,
       (SELECT coalesce(json_object_agg(service || ' ' || stream, position::text), '{}') FROM ${table('parked_stream')} WHERE consumer_group = $1) AS parked,
       (SELECT coalesce(json_agg(service || ' ' || substring(detail FROM '\\d+$')), '[]') FROM ${table('parked_action')}
         WHERE consumer_group = $1 AND action = 'discard') AS discarded`,
    [PROJECTOR_GROUP],
  );
  const discarded = new Set(row?.discarded);
  const vector = byService((service) => BigInt(row?.positions[service] ?? 0));
  return {
    vector,
    has: (service, { stream, position }) => {
      const parkedAt = row?.parked[`${service} ${stream}`];
      return (
        position <= vector[service] &&
        (parkedAt === undefined || position < BigInt(parkedAt)) &&
        !discarded.has(`${service} ${position}`)
      );
    },
  };
}

const table = (name: string): string => `${readModelSchemas.live}.${name}`;
