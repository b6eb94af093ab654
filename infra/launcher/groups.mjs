/**
 * The groups in which specs are run and cached: each package with its specs, each folder of test/ that has some, and what
 * stands beside those folders. They are found, not listed: a new package is a new group. What is written down here is
 * only which of them mostly wait, and on what the ones of test/ rest.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './npm.mjs';

/**
 * Groups that wait for leases, brokers, back-offs and containers run beside each other and beside the ones that work:
 * each line is a lane, whose groups run one after the other. All others share a last lane, with two processes.
 */
export const waiting = [
  ['test/docker', 'test/event-store-db', 'libs/database'],
  ['test/faults', 'libs/feed'],
  ['test/processes', 'libs/event-store'],
];

/**
 * What carries, keeps and starts, whatever is decided and shown. Processes, faults and containers rest on it, and on no
 * rule, decider or view: nothing else knows in which profile it runs, and the journeys of the embedded one rest on all.
 */
const plumbing = [
  of('kernel', 'database', 'event-store', 'feed', 'broker', 'service-kit', 'client', 'infra'),
  '{workspaceRoot}/services/*/src/*.ts',
  '{workspaceRoot}/services/*/migrations/**/*',
  '{workspaceRoot}/gateway/**/*',
  '!{workspaceRoot}/gateway/src/views/**/*',
  '!{workspaceRoot}/services/*/src/*.spec.ts',
  '!{workspaceRoot}/gateway/**/*.{spec.ts,md}',
];
const restsOn = {
  'test/rules': ['{workspaceRoot}/**/*'],
  'test/event-store-db': [of('kernel', 'contracts', 'database', 'event-store', 'infra')],
  // The journeys are walked over Kafka, too, and counted as the faults are.
  'test/processes': [...plumbing, '{projectRoot}/journeys/**/*', '{projectRoot}/faults/**/*'],
  'test/faults': plumbing,
  // What a browser shows rests on everything that runs.
  'test/browser': ['^product', '{workspaceRoot}/gateway/web/**/*'],
  'test/k8s': ['^product', '{workspaceRoot}/k8s/**/*'],
  'test/k8s-trial': ['^product', '{workspaceRoot}/k8s/**/*', '{projectRoot}/k8s/**/*'],
  'test/docker': [...plumbing, '{workspaceRoot}/*/*/package.json', '{workspaceRoot}/.dockerignore'],
};

/** What every group rests on: the way tests are run, and which servers the environment gives them. */
const always = [
  '{workspaceRoot}/jest.config.mjs',
  '{workspaceRoot}/tsconfig.base.json',
  '{workspaceRoot}/package-lock.json',
  '{workspaceRoot}/infra/launcher/suite.mjs',
  '{workspaceRoot}/infra/demo/editions/**/*',
  ...['global-setup', 'global-teardown', 'postgres.cli'].map((name) => `{workspaceRoot}/test/support/${name}.ts`),
  ...['CI', 'ZHIBU_RUNS', 'ZHIBU_PROFILE', 'ZHIBU_DOCKER', 'POSTGRES_URL', 'KAFKA_BROKERS', 'EVENTSTORE_URL'].map(env),
  ...['POSTGRES_IMAGE', 'KAFKA_IMAGE', 'EVENTSTORE_IMAGE'].map(env),
];

/**
 * Every group: its name (a folder, or `test/rules`), the Nx project and target that run it, its specs as a pattern of
 * Jest, what its outcome rests on, and its lane.
 */
export function groups() {
  const packages = ['libs', 'services'].flatMap((group) => foldersOf(group)).concat('gateway', 'gateway/web', 'infra');
  return [...packages.filter((root) => hasSpecs(join(root, 'src'))).map(ofPackage), ...ofTest()];
}

/** The lanes, each the groups that run one after the other. */
export function lanes() {
  const all = groups();
  return [...waiting.keys(), -1].map((number) => all.filter(({ lane }) => lane === number));
}

/** Where the report of a group is kept, and what Nx keeps of it. */
export const reportOf = (name) => join('.cache', 'tests', `${name.replaceAll('/', '-')}.json`);

function ofPackage(root) {
  const inputs = ['{projectRoot}/**/*', '!{projectRoot}/**/*.md', '^product'];
  return group({ name: root, root, target: 'test', pattern: `./${root}/src/`, inputs });
}

function ofTest() {
  // An image is built without the tests.
  if (!existsSync(join(repository, 'test', 'package.json'))) return [];
  const suites = foldersOf('test').filter((folder) => hasSpecs(folder));
  const named = suites.map((name) => {
    const own = ['support', name.slice('test/'.length)].map((folder) => `{projectRoot}/${folder}/**/*`);
    const inputs = [...own, ...(restsOn[name] ?? ['^product'])];
    return group({ name, root: 'test', target: name.replace('/', '-'), pattern: `./${name}/`, inputs });
  });
  const beside = { name: 'test/rules', root: 'test', target: 'test-rules', pattern: './test/[^/]+$' };
  return [...named, group({ ...beside, inputs: restsOn['test/rules'] })];
}

function group({ inputs, ...of }) {
  const project = JSON.parse(readFileSync(join(repository, of.root, 'package.json'), 'utf8')).name;
  const lane = waiting.findIndex((names) => names.includes(of.name));
  return { ...of, project, lane, inputs: [...inputs, ...always] };
}

function foldersOf(folder) {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => `${folder}/${name}`);
}

function hasSpecs(folder) {
  const path = join(repository, folder);
  return existsSync(path) && readdirSync(path, { recursive: true }).some((name) => /\.spec\.tsx?$/.test(name));
}

function of(...names) {
  return { input: 'product', projects: names.map((name) => `@zhibu/${name}`) };
}

function env(name) {
  return { env: name };
}
