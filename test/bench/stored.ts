import { connect, type Pool } from '@zhibu/database';
import type { Connections } from '@zhibu/infra';
import { EVENTS_A_BRANCH, importedCity } from './imported.ts';

const EVENTS_A_STATEMENT = 5000;
const EVENTS_A_BATCH = 2000;

/** The kept folder whose logs hold so many events. */
export const storedIn = (events: number): string => `stored-${events}`;
export const services = ['organization', 'assessment'] as const;
type Service = (typeof services)[number];

interface Rows {
  readonly streams: string[];
  readonly revisions: number[];
  readonly ids: string[];
  readonly types: string[];
  readonly datas: string[];
  readonly metadatas: string[];
}
const noRows = (): Rows => ({ streams: [], revisions: [], ids: [], types: [], datas: [], metadatas: [] });

/** Fills the stores with the events of an import: the same rows that appends make, many streams a statement, sealed as ever. */
export async function fillStores(connections: Connections, events: number): Promise<void> {
  const owners = { organization: ownerOf(connections, 'organization'), assessment: ownerOf(connections, 'assessment') };
  const waiting = { organization: noRows(), assessment: noRows() };
  const flush = async (service: Service): Promise<void> => {
    const rows = waiting[service];
    waiting[service] = noRows();
    await insert(owners[service], rows);
  };
  for (const { service, stream, events: facts } of importedCity(Math.ceil(events / EVENTS_A_BRANCH))) {
    for (const [revision, { id, type, data, metadata }] of facts.entries()) {
      const { streams, revisions, ids, types, datas, metadatas } = waiting[service];
      streams.push(stream);
      revisions.push(revision);
      ids.push(id);
      types.push(type);
      datas.push(JSON.stringify(data));
      metadatas.push(JSON.stringify(metadata));
    }
    if (waiting[service].streams.length >= EVENTS_A_STATEMENT) await flush(service);
  }
  for (const service of services) {
    await flush(service);
    await makePlainLog(owners[service]);
    await owners[service].end();
  }
}

const ownerOf = (connections: Connections, schema: string): Pool =>
  connect(connections.url(schema, 'owner'), { schema, max: 1 });

async function insert(owner: Pool, { streams, revisions, ids, types, datas, metadatas }: Rows): Promise<void> {
  if (streams.length === 0) return;
  await owner.query(
    `WITH added AS (
       INSERT INTO events (stream, revision, first_revision, last_revision, id, type, schema_version, data, metadata, content)
       SELECT stream, revision, revision, revision, id, type, 1, data::json, metadata::json, content_of(stream, revision, revision, revision, id, type, 1, data, metadata)
       FROM unnest($1::text[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS new (stream, revision, id, type, data, metadata, n)
       ORDER BY n RETURNING pos)
     INSERT INTO pending (pos, prev) SELECT pos, 0 FROM added`,
    [streams, revisions, ids, types, datas, metadatas],
  );
  for (let sealed = EVENTS_A_BATCH; sealed === EVENTS_A_BATCH;) {
    const answer = await owner.query<{ seal: number }>('SELECT seal($1, true)', [EVENTS_A_BATCH]);
    sealed = answer.rows[0]?.seal ?? 0;
  }
}

/** What a catch-up is compared with: the same columns of the same events, in the log's order, in one table. */
async function makePlainLog(owner: Pool): Promise<void> {
  await owner.query(`CREATE TABLE plain_log AS
    SELECT l.seq, l.recorded_at, e.stream, e.revision, e.id, e.type, e.schema_version, e.data, e.metadata FROM log l JOIN events e ON e.pos = l.pos ORDER BY l.seq`);
  await owner.query('ALTER TABLE plain_log ADD PRIMARY KEY (seq)');
  await owner.query('VACUUM ANALYZE plain_log');
  await owner.query('VACUUM ANALYZE events');
  await owner.query('VACUUM ANALYZE log');
}

/** How many events a service's log holds. */
export async function lengthOf(connections: Connections, schema: string): Promise<bigint> {
  const pool = connect(connections.url(schema, 'service'), { schema, max: 1 });
  try {
    const found = await pool.query<{ seq: string }>('SELECT seq FROM head');
    return BigInt(found.rows[0]?.seq ?? 0);
  } finally {
    await pool.end();
  }
}
