/**
 * `npm test`: installs and builds what is missing, then lint, types, and every spec against a real PostgreSQL and the
 * started platform. The last line is `N passed, N failed`, counted from what really ran; what could not run stands by
 * name above it. `npm test -- <what Jest takes>` runs only those specs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environment, node24, quietly, repository, windows } from './npm.mjs';
import { prepareBuild, prepareInstallation } from './prepare.mjs';

const report = join(repository, '.cache', 'specs.json');
const LONGEST_MS = 25 * 60_000;
const chosen = process.argv.slice(2);
/** Each of these fills the machine by itself: they run one after the other, when the rest is done. */
const heavy = ['test/processes/', 'test/faults/', 'test/docker/'];
const outcome = { passed: 0, failed: 0, notRun: [] };

const installation = await prepareInstallation();
if (installation.ok) {
  const build = await prepareBuild();
  count('build', build.ok, build.output);
  if (chosen.length === 0) checks();
  if (!build.ok) outcome.notRun.push('every spec: the build failed');
  else if (chosen.length > 0) specs(chosen);
  else
    for (const args of [
      ['--testPathIgnorePatterns', '/node_modules/', '/dist/', ...heavy],
      ['--runInBand', ...heavy],
    ])
      specs(args);
} else {
  process.stderr.write(installation.output);
  nothing('everything: the packages could not be installed');
}
conclude();

function checks() {
  for (const [name, command, args] of [
    ['format', 'oxfmt', ['--check']],
    ['lint: sizes, names and types of expression', 'oxlint', ['--deny-warnings', '-f', 'unix']],
    [
      'lint: direction of imports',
      'depcruise',
      ['libs', 'services', 'gateway', 'infra', 'test', '--config', '.dependency-cruiser.mjs'],
    ],
    ['types', 'tsc', ['-p', 'tsconfig.json']],
  ]) {
    const { ok, output } = quietly(command, args);
    count(name, ok, output);
  }
}

function count(name, ok, output) {
  outcome[ok ? 'passed' : 'failed'] += 1;
  process.stderr.write(`${ok ? '✓' : '✗'} ${name}\n${ok ? '' : output}`);
}

function specs(args) {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  const run = spawnSync(node24(), [jest, '--json', `--outputFile=${report}`, ...args], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: LONGEST_MS,
    killSignal: windows ? 'SIGKILL' : 'SIGTERM',
    env: { ...environment, NODE_OPTIONS: '--experimental-vm-modules --no-warnings', NODE_ENV: 'test' },
  });
  if (!existsSync(report)) {
    outcome.failed += 1;
    outcome.notRun.push(
      `the specs: Jest ended without a report (${run.signal ?? run.error?.message ?? `exit code ${run.status}`})`,
    );
    return;
  }
  read(JSON.parse(readFileSync(report, 'utf8')), run.status);
}

function read(results, status) {
  // A file that could not be run at all counts as one failure: none of its tests did.
  outcome.passed += results.numPassedTests;
  outcome.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
  outcome.notRun.push(...results.testResults.flatMap(notRunOf));
  if (results.numTotalTests === 0) nothing('no test was found');
  // Something outside the tests can fail too: the set-up, the tear-down, an interruption.
  if (status !== 0 && outcome.failed === 0) nothing('Jest failed outside the tests; the reason is above');
}

function notRunOf({ name, status, assertionResults: tests }) {
  const file = name.slice(repository.length);
  if (status === 'failed' && tests.length === 0) return [`${file}: the file could not be run`];
  return tests
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => `${file}: ${test.fullName}`);
}

function nothing(why) {
  outcome.failed += 1;
  outcome.notRun.push(why);
}

function conclude() {
  if (outcome.notRun.length > 0)
    process.stdout.write(`\nCould not run:\n${outcome.notRun.map((name) => `  ${name}\n`).join('')}`);
  process.stdout.write(`${outcome.passed} passed, ${outcome.failed} failed\n`);
  process.exitCode = outcome.failed === 0 ? 0 : 1;
}
