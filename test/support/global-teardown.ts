import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stops the server that the set-up started, and removes the data folder that the journeys copied theirs from. */
export default async function teardown(): Promise<void> {
  await rm(join(tmpdir(), `zhibu-template-${process.env['ZHIBU_TEST_RUN']}`), { recursive: true, force: true });
  const { stopPostgres } = globalThis as { stopPostgres?: () => Promise<void> };
  await stopPostgres?.();
}
