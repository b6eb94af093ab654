/**
 * `node --conditions=zhibu-source test/support/postgres.cli.ts FOLDER RUN`: a PostgreSQL for a run of tests, in a folder
 * that exists and goes with it. Says its superuser's URL, or why there is none, in FOLDER/server.json; ends when the
 * process RUN has ended, however that ended, or at SIGTERM.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@zhibu/kernel';
import { DataFolder } from '../../infra/src/launcher/data-folder.ts';
import { type RunningPostgres, runPostgres } from '../../infra/src/launcher/postgres.ts';
import { urlOf } from '../../infra/src/launcher/server-address.ts';

/** Quick rather than durable: what it holds is thrown away. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  max_prepared_transactions: '10',
  shared_buffers: '256MB',
};
const LOOK_MS = 250;

const [path = '', run = ''] = process.argv.slice(2);
let asked = false;
process.once('SIGTERM', () => {
  asked = true;
});

try {
  const server = await start();
  while (!asked && lives(Number(run))) await pause(LOOK_MS);
  await server.stop();
} catch (error) {
  say({ missing: error instanceof Error ? error.message : String(error) });
  while (!asked && lives(Number(run))) await pause(LOOK_MS);
}
rmSync(path, { recursive: true, force: true });

async function start(): Promise<RunningPostgres> {
  // As root the server runs under a user of its own, who must be able to reach its data.
  await chmod(path, 0o755);
  const folder = DataFolder.open(join(path, 'data'));
  // On TCP, as a server that POSTGRES_URL names: specs put a proxy before it.
  const server = await runPostgres(folder, { settings, address: { port: await freePort() } });
  const login = { role: 'postgres', password: folder.password(), database: 'postgres' };
  say({ url: urlOf({ address: server.address, ...login }) });
  return server;
}

/** Whole or not at all: others wait for the file. */
function say(card: { readonly url: string } | { readonly missing: string }): void {
  const part = join(path, 'server.json.part');
  writeFileSync(part, JSON.stringify({ ...card, pid: process.pid }));
  renameSync(part, join(path, 'server.json'));
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
