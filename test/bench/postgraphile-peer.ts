import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { connect, type Pool } from '@zhibu/database';
import type { Connections } from '@zhibu/infra';
import { freePort } from '@zhibu/kernel';
import { ask } from './asking.ts';

const SERVER = fileURLToPath(new URL('postgraphile-server.mjs', import.meta.url));
const READY_WITHIN_MS = 30_000;

// What a user writes to ask by tree and day: relations alone cannot say on which day. Each is one plain query that
// PostgreSQL takes into the statement around it, over the indexes as they are.
const held = (row: string): string =>
  `${row}.from_day <= as_of AND ${row}.to_day > as_of AND ${row}.known_to = 'infinity'`;
const BRANCHES = `FROM gateway.place p
  LEFT JOIN gateway.rating_span r ON r.branch_id = p.organization_id AND r.scheme = of_scheme AND r.track = '' AND ${held('r')}`;
const UNDER = `WHERE p.ancestor_id = under AND p.kind = 'branch' AND ${held('p')}`;
const SCHEMA = `
  DROP SCHEMA IF EXISTS postgraphile CASCADE;
  CREATE SCHEMA postgraphile;
  CREATE TYPE postgraphile.branch AS (code text, name text, grade text, label text, score text);
  CREATE TYPE postgraphile.grade_count AS (grade text, branches bigint);
  CREATE FUNCTION postgraphile.branches_under(under text, as_of date, of_scheme text) RETURNS SETOF postgraphile.branch LANGUAGE sql STABLE AS $$
    SELECT p.organization_id, name.value #>> '{}', r.grade, coalesce(d.label, r.grade), d.score ${BRANCHES}
    LEFT JOIN gateway.decision d ON d.branch_id = r.branch_id AND d.scheme = r.scheme AND d.period = r.period AND d.revision = r.revision
    LEFT JOIN LATERAL (SELECT f.value FROM gateway.organization_fact f WHERE f.organization_id = p.organization_id AND f.aspect = 'name'
      AND f.effective_on <= as_of ORDER BY f.effective_on DESC, f.revision DESC LIMIT 1) name ON true
    ${UNDER} ORDER BY p.organization_id $$;
  CREATE FUNCTION postgraphile.grade_counts(under text, as_of date, of_scheme text) RETURNS SETOF postgraphile.grade_count LANGUAGE sql STABLE AS $$
    SELECT r.grade, count(*) ${BRANCHES} ${UNDER} GROUP BY r.grade $$;
  GRANT USAGE ON SCHEMA postgraphile TO gateway_service;`;

/** PostGraphile beside us, on the same tables. */
export interface Peer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts it, and gives the database what its users would; both are gone once it is stopped. */
export async function startPostgraphile(connections: Connections): Promise<Peer> {
  const admin = connect(connections.adminUrl, { schema: 'public', max: 1 });
  await admin.query(SCHEMA);
  const port = await freePort();
  const server = spawn(process.execPath, [SERVER], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      PEER_DATABASE: connections.url('gateway', 'service'),
      PEER_PORT: String(port),
    },
  });
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    await drop(admin);
  };
  const url = `http://127.0.0.1:${port}`;
  await ready(url).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

async function drop(admin: Pool): Promise<void> {
  await admin.query('DROP SCHEMA postgraphile CASCADE');
  await admin.end();
}

async function ready(url: string): Promise<void> {
  for (const until = Date.now() + READY_WITHIN_MS; ;) {
    try {
      await ask(url, { query: '{ __typename }', variables: {} });
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
}
