import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const windows = process.platform === 'win32';
const binaries = join(repository, 'node_modules', '.bin');

/** Of a person's npm, where he runs a script of one workspace, or has scripts run by another shell: nothing for the scripts of ours. */
const FOREIGN =
  /^npm_config_(workspaces?|include_workspace_root|script_shell|if_present|omit|only|also|production|dev|optional)$/i;
const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));

/** The environment of everything we start: the programs of node_modules first, Node 24 among them; compiled code kept; no daemon of Nx. */
export const environment = {
  ...own,
  PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}`,
  NODE_COMPILE_CACHE: join(repository, '.cache', 'compiled'),
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
};

/** The path of Node 24, which the package `node` brings; the machine's own where that is missing. */
export function node24() {
  const path = join(repository, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  return existsSync(path) ? path : process.execPath;
}

/**
 * Runs npm quietly: its output is shown only when it fails.
 * @returns {{ok: boolean, output: string}}
 */
export function npm(args) {
  // Under npm its own script is known; otherwise it is on the path.
  const script = process.env.npm_execpath;
  const [command, first] = script ? [process.execPath, [script]] : ['npm', []];
  return quietly(command, [...first, ...args]);
}

/** Runs a program of node_modules/.bin, or of the path. @returns {{ok: boolean, output: string}} */
export function quietly(command, args) {
  const run = spawnSync(command, args, {
    cwd: repository,
    env: environment,
    encoding: 'utf8',
    shell: windows,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
  });
  return {
    ok: run.status === 0,
    output: `${run.stdout ?? ''}${run.stderr ?? ''}${run.error ? `${run.error.message}\n` : ''}`,
  };
}
