import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const START_WITHIN_MS = 120_000;
const LOOK_MS = 20;

interface Card {
  readonly url?: string;
  readonly missing?: string;
}

/**
 * The superuser URL of the PostgreSQL that the test run shares: the one that POSTGRES_URL names, or a server that the
 * first spec to ask starts (by the program that ZHIBU_TEST_POSTGRES names) and that ends with the run. A run of specs
 * that never ask starts none.
 * @throws where there is none
 */
export async function testServerUrl(): Promise<string> {
  const given = process.env['POSTGRES_URL'];
  if (given) return given;
  const { ZHIBU_TEST_POSTGRES: program, ZHIBU_TEST_RUN: run } = process.env;
  if (!program || !run)
    throw new Error('no PostgreSQL: run the tests by `npm run spec`, or set POSTGRES_URL to a superuser of a server');
  const folder = join(tmpdir(), `zhibu-postgres-${run}`);
  // Only one process can make the folder: it starts the server, all wait for it.
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) start({ program, folder, run });
  return waitedFor(join(folder, 'server.json'));
}

function start({ program, folder, run }: Readonly<Record<'program' | 'folder' | 'run', string>>): void {
  const log = openSync(join(folder, 'log'), 'a');
  spawn(process.execPath, ['--conditions=zhibu-source', '--no-warnings', program, folder, run], {
    detached: true,
    stdio: ['ignore', log, log],
  }).unref();
  closeSync(log);
}

async function waitedFor(file: string): Promise<string> {
  for (const until = Date.now() + START_WITHIN_MS; Date.now() < until; await pause(LOOK_MS)) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { url, missing } = JSON.parse(text) as Card;
    if (url) return url;
    throw new Error(`no PostgreSQL: ${missing}`);
  }
  throw new Error(`no PostgreSQL: it did not start in time; ${file} would name it`);
}
