import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Tells the run's PostgreSQL to end, where there is one, and removes the data folders that the journeys copied theirs
 * from. A run of several Jest processes is ended by whoever started them.
 */
export default async function teardown(): Promise<void> {
  const run = process.env['ZHIBU_TEST_RUN'];
  if (run !== String(process.pid)) return;
  const card = join(tmpdir(), `zhibu-postgres-${run}`, 'server.json');
  if (existsSync(card)) process.kill((JSON.parse(readFileSync(card, 'utf8')) as { readonly pid: number }).pid);
  await rm(join(tmpdir(), `zhibu-template-${run}`), { recursive: true, force: true });
}
