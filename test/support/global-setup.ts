import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { DataFolder } from '../../infra/src/launcher/data-folder.ts';
import { runPostgres } from '../../infra/src/launcher/postgres.ts';
import { urlOf } from '../../infra/src/launcher/server-address.ts';

/** Quick rather than durable: what it holds is thrown away. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  max_prepared_transactions: '10',
  shared_buffers: '256MB',
};

/** One real PostgreSQL for the whole run, unless POSTGRES_URL names one; each spec makes its own database on it. */
export default async function setup(): Promise<void> {
  process.env['ZHIBU_TEST_RUN'] = String(process.pid);
  if (process.env['POSTGRES_URL']) return;
  const path = await mkdtemp(join(tmpdir(), 'zhibu-postgres-'));
  // As root the server runs under a user of its own, who must be able to reach its data.
  await chmod(path, 0o755);
  // A spec that ends the process skips the tear-down; a server whose folder is gone ends by itself.
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  const folder = DataFolder.open(path);
  // On TCP, as a server that POSTGRES_URL names: specs put a proxy before it.
  const server = await runPostgres(folder, { settings, address: { port: await getPort({ host: '127.0.0.1' }) } });
  process.env['POSTGRES_URL'] = urlOf({
    address: server.address,
    role: 'postgres',
    password: folder.password(),
    database: 'postgres',
  });
  Object.assign(globalThis, {
    stopPostgres: async () => {
      await server.stop();
      await rm(path, { recursive: true, force: true });
    },
  });
}
