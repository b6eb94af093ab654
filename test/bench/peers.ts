import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { contentOf } from '@zhibu/event-store';
import type { Pool } from '@zhibu/database';
import type { NewEvent } from '@zhibu/kernel';
import pg from 'pg';

/** The stream, and the revision that its next event takes. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
}

/** Appends one or many events in one transaction, to a stream of its own. */
export interface Appender {
  readonly append: (place: Place, events: readonly NewEvent[]) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const COLUMNS = 'stream, revision, first_revision, last_revision, id, type, schema_version, data, metadata, content';

/** The same rows inserted plainly into a table with the same columns and indexes. */
export async function plainInserts(owner: Pool, url: string, clients: number): Promise<Appender> {
  await owner.query('DROP TABLE IF EXISTS plain; CREATE TABLE plain (LIKE events INCLUDING ALL)');
  const pool = new pg.Pool({ connectionString: url, max: clients, options: '-c search_path=organization,public' });
  return {
    append: (place, events) => (events.length === 1 ? insertOne(pool, place, events) : insertMany(pool, place, events)),
    close: () => pool.end(),
  };
}

// The hash belongs to the row, not to the inserting: it is worked out once.
const content = contentOf({
  id: '',
  type: '',
  schemaVersion: 1,
  data: '',
  metadata: '',
  stream: '',
  revision: 0,
  firstRevision: 0,
  lastRevision: 0,
});

function insertOne(pool: pg.Pool, { stream, revision }: Place, [event]: readonly NewEvent[]): Promise<unknown> {
  return pool.query({
    name: 'plain-one',
    text: `INSERT INTO plain (${COLUMNS}) VALUES ($1, $2, $2, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      stream,
      revision,
      event?.id,
      event?.type,
      event?.schemaVersion,
      JSON.stringify(event?.data),
      JSON.stringify(event?.metadata),
      content,
    ],
  });
}

function insertMany(pool: pg.Pool, { stream, revision }: Place, events: readonly NewEvent[]): Promise<unknown> {
  return pool.query({
    name: 'plain-many',
    text: `INSERT INTO plain (${COLUMNS}) SELECT $1, $2 + n - 1, $2, $2, id, type, version, data, metadata, $8
      FROM unnest($3::uuid[], $4::text[], $5::int[], $6::json[], $7::json[]) WITH ORDINALITY AS new (id, type, version, data, metadata, n)`,
    values: [
      stream,
      revision,
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => event.schemaVersion),
      events.map((event) => JSON.stringify(event.data)),
      events.map((event) => JSON.stringify(event.metadata)),
      content,
    ],
  });
}

/** Emmett's event store, with how many of its events its own consumer can read. */
export interface EmmettAppender extends Appender {
  readonly readable: () => Promise<number>;
}

/** `@event-driven-io/emmett-postgresql` as it comes, on as many connections. */
export async function emmett(url: string, clients: number): Promise<EmmettAppender> {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pooled: true, pool } });
  await store.schema.migrate();
  return {
    append: ({ stream, revision }, events) =>
      store.appendToStream(
        stream,
        events.map(({ type, data, metadata }) => ({ type, data: { ...data }, metadata: { ...metadata } })),
        { expectedStreamVersion: revision === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(revision) },
      ),
    readable: async () => {
      let read = 0;
      const consumer = store.consumer({ stopWhen: { noMessagesLeft: true }, pulling: { batchSize: 1000 } });
      consumer.reactor({
        processorId: 'bench',
        eachMessage: () => {
          read += 1;
        },
      });
      await consumer.start();
      await consumer.close();
      return read;
    },
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
}
