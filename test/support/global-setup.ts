import { fileURLToPath } from 'node:url';

/**
 * Names the run, whose id is that of the process everything started for it lives with, and the program that the first
 * spec to need a database starts. Starts nothing itself: a spec of pure functions waits for nobody.
 */
export default function setup(): void {
  process.env['ZHIBU_TEST_RUN'] ??= String(process.pid);
  process.env['ZHIBU_TEST_POSTGRES'] ??= fileURLToPath(new URL('postgres.cli.ts', import.meta.url));
}
