import { repository } from './npm.mjs';

const SLOWEST = 10;
/** Of what a failed test said, so many lines from its beginning and from its end are said again at the end of the run. */
const SAID = { first: 12, last: 40 };

/** What came of a run: counts, what could not run, what came from the cache, and where the time went. */
export class Outcome {
  #passed = 0;
  #failed = 0;
  #notRun = [];
  #failures = [];
  #kept = [];
  #times = [];
  #files = [];
  #run;
  #begun = Date.now();

  /** @param {string} run its id: a report with another was made by an earlier run */
  constructor(run) {
    this.#run = run;
  }

  /** One check that either passes or fails, and what it said. */
  check(name, { ok, output }) {
    this.#count(ok);
    process.stderr.write(`${ok ? '✓' : '✗'} ${name}\n${ok ? '' : output}`);
  }

  /** What could not be run at all, and why: one failure. */
  nothing(why) {
    this.#count(false);
    this.#notRun.push(why);
  }

  /** What a group's report says; a group without one counts as one failure, by its name. */
  group({ name }, report, output) {
    if (!report) return this.#crashed(`${name}: it ended without a report`, output);
    const { run, begun, seconds, ended, results, code } = report;
    if (run === this.#run) this.#times.push({ name, seconds });
    else this.#kept.push(`${name}: ${results.numPassedTests} passed at ${new Date(begun).toISOString()}`);
    if (!results) return this.#crashed(`${name}: ${ended}`, '');
    this.#read(name, results, code);
    if (run === this.#run) this.#files.push(...results.testResults.map(timeOf));
  }

  /** Prints it all; the last line is `N passed, N failed`. */
  conclude() {
    section('Taken from the cache (nothing that it rests on has changed)', this.#kept);
    section('Seconds by group', byTime(this.#times));
    section(`Seconds of the slowest ${SLOWEST} files`, byTime(this.#files).slice(0, SLOWEST));
    section('Could not run', this.#notRun);
    section('Failed', this.#failures);
    process.stdout.write(`\n${Math.round((Date.now() - this.#begun) / 1000)} s\n`);
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed\n`);
    process.exitCode = this.#failed === 0 ? 0 : 1;
  }

  #read(name, results, code) {
    // A file that could not be run at all counts as one failure: none of its tests did.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    this.#passed += results.numPassedTests;
    this.#failed += failed;
    this.#notRun.push(...results.testResults.flatMap(notRunOf));
    this.#failures.push(...results.testResults.flatMap(failuresOf));
    if (results.numTotalTests === 0) this.nothing(`${name}: no test was found`);
    // Something outside the tests can fail too: the set-up, the tear-down, an interruption.
    else if (code !== 0 && failed === 0) this.nothing(`${name}: Jest failed outside the tests; the reason is above`);
  }

  #crashed(why, output) {
    process.stderr.write(`✗ ${why}\n${output}`);
    this.nothing(why);
  }

  #count(ok) {
    if (ok) this.#passed += 1;
    else this.#failed += 1;
  }
}

function section(title, lines) {
  if (lines.length > 0) process.stdout.write(`\n${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

const byTime = (times) =>
  [...times]
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)}  ${name}`);

const timeOf = ({ name, startTime, endTime }) => ({ name: fileOf(name), seconds: (endTime - startTime) / 1000 });

const fileOf = (path) => path.slice(repository.length);

function notRunOf({ name, status, assertionResults: tests }) {
  if (status === 'failed' && tests.length === 0) return [`${fileOf(name)}: the file could not be run`];
  return tests
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => `${fileOf(name)}: ${test.fullName}`);
}

/** Each failed test with what it said, shortened in its middle: a log may be cut, and its end is what is kept. */
function failuresOf({ name, assertionResults: tests }) {
  return tests
    .filter(({ status }) => status === 'failed')
    .map((test) => `${fileOf(name)}: ${test.fullName}\n${shortened(test.failureMessages.join('\n'))}`);
}

function shortened(text) {
  const lines = text.split('\n').map((line) => `    ${line}`);
  const left = lines.length - SAID.first - SAID.last;
  return left <= 0
    ? lines.join('\n')
    : [...lines.slice(0, SAID.first), `    [${left} lines]`, ...lines.slice(-SAID.last)].join('\n');
}
