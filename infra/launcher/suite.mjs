/**
 * `node infra/launcher/suite.mjs GROUP`: runs a group's specs from source and writes what came of them beside when and
 * how long. Nx runs it, and keeps what it wrote: with 0, when all passed; not otherwise, nor when a test could not run.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { groups, reportOf } from './groups.mjs';
import { environment, node24, repository, windows } from './npm.mjs';

/** Nx asks for colours, which a log does not want. */
const forJest = { NODE_OPTIONS: '--experimental-vm-modules --no-warnings', NODE_ENV: 'test', FORCE_COLOR: '0' };
const LONGEST_MS = 45 * 60_000;
const GRACE_MS = 10_000;
/** With its report written Jest waits for what a failed test has left open: that is said, and waited for no longer. */
const REPORTED_MS = 60_000;
const LOOK_MS = 1_000;

const { name, pattern, lane } = groups().find((group) => group.name === process.argv[2]) ?? {};
if (!name) throw new Error(`there is no such group of specs: ${process.argv[2]}`);
const report = join(repository, reportOf(name));
const raw = `${report}.raw`;
mkdirSync(dirname(report), { recursive: true });
for (const file of [report, raw]) rmSync(file, { force: true });

const begun = Date.now();
const { code, signal } = await jest();
const seconds = (Date.now() - begun) / 1000;
const results = existsSync(raw) ? JSON.parse(readFileSync(raw, 'utf8')) : undefined;
rmSync(raw, { force: true });
const ended = results ? undefined : `Jest ended without a report (${signal ?? `exit code ${code}`})`;
const run = process.env.ZHIBU_TEST_RUN;
writeFileSync(report, JSON.stringify({ name, run, begun, seconds, code, ended, results }));
process.exitCode = code === 0 && results.numPendingTests + results.numTodoTests === 0 ? 0 : 1;

function jest() {
  const child = spawn(
    node24(),
    [
      join(repository, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      `--outputFile=${raw}`,
      lane < 0 ? '--maxWorkers=2' : '--runInBand',
      `--testPathPatterns=${pattern}`,
    ],
    { cwd: repository, stdio: ['ignore', 'ignore', 'pipe'], env: { ...environment, ...forJest } },
  );
  child.stderr.on('data', told);
  const late = setTimeout(() => child.kill(windows ? 'SIGKILL' : 'SIGTERM'), LONGEST_MS);
  const killed = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS + GRACE_MS);
  let reportedAt = Infinity;
  const looking = setInterval(() => {
    if (reportedAt === Infinity && existsSync(raw)) reportedAt = Date.now();
    if (Date.now() - reportedAt < REPORTED_MS) return;
    told(`${name}: Jest has written its report and does not end; something was left open\n`);
    clearInterval(looking);
    child.kill('SIGKILL');
  }, LOOK_MS);
  for (const wish of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(wish, () => child.kill(wish));
  return new Promise((resolve) => {
    child.on('close', (exitCode, endedBy) => {
      for (const timer of [late, killed]) clearTimeout(timer);
      clearInterval(looking);
      resolve({ code: exitCode, signal: endedBy });
    });
  });
}

/** To whoever watches the run: Nx would say it again from its cache, as if it were new. */
function told(chunk) {
  if (process.env.ZHIBU_TEST_SAID) appendFileSync(process.env.ZHIBU_TEST_SAID, chunk);
  else process.stderr.write(chunk);
}
