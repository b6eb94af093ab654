/**
 * `node infra/launcher/run.mjs <command> [arguments]`: installs and builds what is missing, then runs the command
 * under Node 24. Plain JavaScript for the machine's own Node (20 or later) and an empty node_modules.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { environment, node24, repository } from './npm.mjs';
import { prepare } from './prepare.mjs';
import { giveUp } from './say.mjs';

const KILLED_BY_SIGNAL = 128;
const PARENT_CHECK_MS = 250;

const [command = '', ...args] = process.argv.slice(2);
const starters = startedBy();

await prepare();
const programs = {
  start: 'infra/dist/launcher/main.js',
  bench: 'test/bench/main.ts',
  faults: 'test/faults/main.ts',
  'k8s-trial': 'test/k8s-trial/main.ts',
};
const path = join(repository, programs[command] ?? `infra/dist/cli/${command}.cli.js`);
if (!/^[a-z0-9-]+$/.test(command) || !existsSync(path)) {
  giveUp({ zh: `没有这个命令：${command}`, en: `there is no such command: ${command}` });
}

// Relative paths are meant from where the person stands, which npm hides by changing to the repository.
const cwd = process.env.npm_lifecycle_event && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd();
// Few malloc arenas: on a machine with many cores each would keep what its threads once needed.
// What stays for long keeps a small young generation: V8 would take 128 MB for it, and what lives long leaves it anyway.
const flags = command === 'start' ? ['--max-semi-space-size=8'] : [];
// What runs on this machine asks this machine: a proxy that Node is told to use is for what asks others.
const unproxied = ['start', 'cluster'].includes(command) ? { NODE_USE_ENV_PROXY: '' } : {};
const child = spawn(node24(), [...flags, path, ...args], {
  cwd,
  env: { MALLOC_ARENA_MAX: '2', ...environment, ...unproxied, ZHIBU_LAUNCHER: String(process.pid) },
  stdio: 'inherit',
});
child.on('error', (error) =>
  giveUp({ zh: `无法启动：${error.message}`, en: `could not be started: ${error.message}` }),
);
child.on('exit', (code, signal) => process.exit(code ?? KILLED_BY_SIGNAL + constants.signals[signal ?? 'SIGTERM']));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// An npm that is killed hard takes nobody along; whoever it started must not go on alone, holding port and data.
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (startedBy() !== starters) child.kill('SIGTERM');
  }, PARENT_CHECK_MS).unref();
}

/** The shell that npm runs a script in, and npm itself; both change when they are killed. */
function startedBy() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(process.ppid);
  }
}
