/**
 * `npm test`: installs and builds what is missing, then format, lint, types, and every group of specs, in lanes that run
 * beside each other. What nothing that it rests on has changed since it last passed is taken from the cache, and said by
 * name; `npm test -- --all` takes nothing from there and runs each property test five times as often. The last line is
 * `N passed, N failed`; what could not run stands by name above it. `npm test -- GROUP…`
 * runs only those groups, `npm run spec -- PATH` single specs.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groups, lanes, reportOf } from './groups.mjs';
import { environment, repository, windows } from './npm.mjs';
import { Outcome } from './outcome.mjs';
import { prepareBuild, prepareInstallation } from './prepare.mjs';
import { giveUp } from './say.mjs';

const LOOK_MS = 300;
const all = process.argv.includes('--all');
const named = process.argv.slice(2).filter((argument) => argument !== '--all');
const known = groups().map(({ name }) => name);
if (named.some((name) => !known.includes(name)))
  giveUp({
    zh: `用法：npm test [-- --all] [组…]；组：${known.join('、')}；单个测试：npm run spec -- 路径`,
    en: `usage: npm test [-- --all] [GROUP…]; groups: ${known.join(', ')}; single specs: npm run spec -- PATH`,
  });

const folder = join(repository, '.cache', 'tests');
const said = join(folder, 'said.log');
const run = String(process.pid);
const outcome = new Outcome(run);
const children = new Set();
for (const wish of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(wish, () => {
    for (const child of children) child.kill(wish);
  });

const installation = await prepareInstallation();
if (installation.ok) {
  const build = await prepareBuild();
  outcome.check('build', build);
  await Promise.all([checks(), build.ok ? specs() : outcome.nothing('every spec: the build failed')]);
} else {
  process.stderr.write(installation.output);
  outcome.nothing('everything: the packages could not be installed');
}
outcome.conclude();

async function checks() {
  for (const [name, command, args] of [
    ['format', 'oxfmt', ['--check']],
    ['lint: sizes, names and types of expression', 'oxlint', ['--deny-warnings', '-f', 'unix']],
    [
      'lint: direction of imports',
      'depcruise',
      ['libs', 'services', 'gateway', 'infra', 'test', '--config', '.dependency-cruiser.mjs'],
    ],
    ['types', 'tsc', ['-p', 'tsconfig.json']],
  ])
    outcome.check(name, await told(command, args));
}

async function specs() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  closeSync(openSync(said, 'w'));
  const showing = setInterval(show, LOOK_MS);
  const ended = await Promise.all(chosenLanes().map(lane));
  clearInterval(showing);
  show();
  for (const { ofLane, output } of ended)
    for (const group of ofLane) outcome.group(group, reportOfGroup(group), output);
  // The server lives with this process; the data folders that journeys copied theirs from were made for this run.
  rmSync(join(tmpdir(), `zhibu-template-${run}`), { recursive: true, force: true });
}

/** The lanes that have anything to run: all groups, or the named ones. */
function chosenLanes() {
  const isChosen = ({ name }) => named.length === 0 || named.includes(name);
  return lanes()
    .map((ofLane) => ofLane.filter(isChosen))
    .filter((ofLane) => ofLane.length > 0);
}

/** The groups of a lane, one after the other, by Nx, which takes from its cache what has not changed. */
async function lane(ofLane) {
  const targets = [...new Set(ofLane.map(({ target }) => target))];
  const projects = [...new Set(ofLane.map(({ project }) => project))];
  const args = ['run-many', '--targets', targets.join(','), '--projects', projects.join(',')];
  const settings = { ZHIBU_TEST_RUN: run, ZHIBU_TEST_SAID: said, ...(all ? { ZHIBU_RUNS: 'all' } : {}) };
  const how = ['--parallel=1', '--outputStyle=static', ...(all ? ['--skip-nx-cache'] : [])];
  const { output } = await told('nx', [...args, ...how], settings);
  return { ofLane, output };
}

function reportOfGroup({ name }) {
  const file = join(repository, reportOf(name));
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Runs a program to its end beside others. @returns {Promise<{ok: boolean, output: string}>} */
function told(command, args, settings = {}) {
  const child = spawn(command, args, {
    cwd: repository,
    env: { ...environment, ...settings },
    shell: windows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.on('close', (code) => {
      children.delete(child);
      resolve({ ok: code === 0, output });
    });
  });
}

/** What Jest has said since the last look, of all lanes. */
function show() {
  const from = show.shown ?? 0;
  const { size } = statSync(said);
  if (size === from) return;
  const file = readFileSync(said);
  process.stderr.write(file.subarray(from, size));
  show.shown = size;
}
