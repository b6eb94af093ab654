import { type ServiceName, services } from '@zhibu/contracts';
import type { Connections } from '@zhibu/infra';
import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';

/** How far one consumer, or one relay, has come, beside the end of the log that it reads. */
export interface Place {
  readonly schema: string;
  readonly group: string;
  readonly service: string;
  readonly position: bigint;
  readonly head: bigint;
}

/** Where all stores are. */
export interface Databases {
  readonly database: { readonly connections: Connections };
}

interface Row {
  readonly schema: string;
  readonly group: string;
  readonly service: string;
  readonly position: string;
}

const schemas = ['gateway', ...services];
const LOOK_EVERY_MS = 50;

/** What the database says of all who read, asked as its superuser. */
export async function asked<Result extends object>(
  cluster: Databases,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Result[]> {
  const client = new pg.Client({ connectionString: cluster.database.connections.adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Result>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Every consumer's place. */
export async function places(cluster: Databases): Promise<readonly Place[]> {
  const consumers = schemas.map(
    (schema) =>
      `SELECT '${schema}' AS schema, consumer_group AS "group", service, position::text FROM ${schema}.feed_checkpoint`,
  );
  const relays = services.map(
    (service) => `SELECT '${service}', 'relay', service, position::text FROM ${service}.relay_checkpoint`,
  );
  const [rows, heads] = [
    await asked<Row>(cluster, [...consumers, ...relays].join(' UNION ALL ')),
    await headsOf(cluster),
  ];
  return rows.map((row) => ({ ...row, position: BigInt(row.position), head: heads.get(row.service) ?? 0n }));
}

/** The end of each service's log. */
export async function headsOf(cluster: Databases): Promise<ReadonlyMap<string, bigint>> {
  const rows = await asked<{ service: ServiceName; seq: string }>(
    cluster,
    services.map((service) => `SELECT '${service}' AS service, seq::text FROM ${service}.head`).join(' UNION ALL '),
  );
  return new Map(rows.map(({ service, seq }) => [service, BigInt(seq)]));
}

/** How many streams each consumer has parked. */
export async function parkedStreams(
  cluster: Databases,
): Promise<readonly { readonly schema: string; readonly stream: string; readonly error: string }[]> {
  return asked(
    cluster,
    schemas
      .map((schema) => `SELECT '${schema}' AS schema, stream, error FROM ${schema}.parked_stream`)
      .join(' UNION ALL '),
  );
}

/** Waits until everybody of those chosen has read to the end of the log. @returns who has not, when time is up */
export async function caughtUp(
  cluster: Databases,
  withinMs: number,
  wanted: (place: Place) => boolean = () => true,
): Promise<readonly Place[]> {
  for (const until = Date.now() + withinMs; ; await pause(LOOK_EVERY_MS)) {
    const behind = (await places(cluster)).filter((place) => wanted(place) && place.position < place.head);
    if (behind.length === 0 || Date.now() > until) return behind;
  }
}

export const wordsOf = ({ schema, group, service, position, head }: Place): string =>
  `${schema}/${group} stands at ${position} of ${head} of ${service}`;
