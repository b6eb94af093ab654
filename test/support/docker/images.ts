import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { kafkaJars } from '@zhibu/broker';
import { repository } from '../platform.ts';
import type { Engine } from './engine.ts';
import { shell } from './shell.ts';

/** The images that ours are made from and run beside, by name. */
export interface Images {
  readonly nodeBuild: string;
  readonly node: string;
  readonly postgres: string;
  readonly kafka: string;
}

/** The public ones; each can be another by configuration. */
const wanted = {
  node: process.env['NODE_IMAGE'] ?? 'node:24-bookworm-slim',
  postgres: process.env['POSTGRES_IMAGE'] ?? 'postgres:18-bookworm',
  kafka: process.env['KAFKA_IMAGE'] ?? 'apache/kafka:4.1.0',
};
const local = {
  debian: 'zhibu-local/debian',
  node: 'zhibu-local/node',
  nodeBuild: 'zhibu-local/node-build',
  postgres: 'zhibu-local/postgres',
  kafka: 'zhibu-local/kafka',
  standIn: 'zhibu-local/event-store-db-stand-in',
};
const PULLED_WITHIN_MS = 180_000;
/** Settings of this machine that a build may need: given to images that are made here and stay here, to none of ours. */
const machine = {
  certificates: '/etc/ssl/certs/ca-certificates.crt',
  apt: '/etc/apt/apt.conf.d',
  debian: process.env['DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian',
};

/** The images, pulled where a registry can be reached; else made of Debian's and npm's and Maven's packages. */
export async function images(engine: Engine): Promise<Images> {
  if (await every(engine, Object.values(wanted))) return { ...wanted, nodeBuild: wanted.node };
  await makeDebian(engine);
  await Promise.all([makeNode(engine), makeServer(engine, 'postgres'), makeServer(engine, 'kafka')]);
  return local;
}

/** Our stand-in for EventStoreDB as an image, which the public one is used like: one file on the image of Node. */
export async function makeStandIn(engine: Engine, node: string): Promise<string> {
  await inFolder(async (folder) => {
    const program = join(repository, 'test', 'support', 'event-store-db', 'stand-in.cli.ts');
    await shell(join(repository, 'node_modules', '.bin', 'esbuild'), [
      program,
      '--bundle',
      '--platform=node',
      '--format=cjs',
      `--outfile=${join(folder, 'stand-in.cjs')}`,
    ]);
    writeFileSync(
      join(folder, 'Dockerfile'),
      `FROM ${node}\nCOPY stand-in.cjs /stand-in.cjs\nUSER 1000\nEXPOSE 2113\nENTRYPOINT ["node", "/stand-in.cjs"]\n`,
    );
    await build(engine, folder, ['--tag', local.standIn]);
  });
  return local.standIn;
}

async function every(engine: Engine, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    if ((await engine.attempt(['image', 'inspect', name])).code === 0) continue;
    if ((await engine.attempt(['pull', '--quiet', name], { withinMs: PULLED_WITHIN_MS })).code !== 0) return false;
  }
  return true;
}

async function makeDebian(engine: Engine): Promise<void> {
  await inFolder(async (folder) => {
    const root = join(folder, 'root');
    await shell('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', root, machine.debian]);
    await rm(join(root, 'var/cache/apt/archives'), { recursive: true });
    mkdirSync(join(root, 'var/cache/apt/archives/partial'), { recursive: true });
    const tar = spawn('tar', ['-C', root, '-c', '.'], { stdio: ['ignore', 'pipe', 'ignore'] });
    await engine.docker(['import', '-', local.debian], { input: tar.stdout });
  });
}

/** Node as the package `node` brings it; for the build, npm and what it needs to know of this machine's network beside it. */
async function makeNode(engine: Engine): Promise<void> {
  await inFolder(async (folder) => {
    cpSync(process.execPath, join(folder, 'node'));
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${local.debian}\nCOPY node /usr/local/bin/node\n`);
    await build(engine, folder, ['--tag', local.node]);
  });
  await inFolder(async (folder) => {
    const npm = dirname(dirname(realpathSync(process.env['npm_execpath'] ?? (await shell('which', ['npm'])))));
    cpSync(npm, join(folder, 'npm'), { recursive: true, dereference: true });
    cpSync(machine.certificates, join(folder, 'ca-certificates.crt'));
    writeFileSync(join(folder, 'npmrc'), await npmSettings());
    writeFileSync(
      join(folder, 'Dockerfile'),
      [
        `FROM ${local.node}`,
        'COPY npm /usr/local/lib/node_modules/npm',
        `COPY ca-certificates.crt ${machine.certificates}`,
        'COPY npmrc /usr/local/etc/npmrc',
        'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && npm --version',
        `ENV NODE_EXTRA_CA_CERTS=${machine.certificates}`,
        '',
      ].join('\n'),
    );
    await build(engine, folder, ['--tag', local.nodeBuild]);
  });
}

/** The machine's own npm settings: the user's, and those for all. */
async function npmSettings(): Promise<string> {
  const files = await Promise.all(
    ['globalconfig', 'userconfig'].map((name) => shell('npm', ['config', 'get', name], { cwd: tmpdir() })),
  );
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

async function makeServer(engine: Engine, name: 'postgres' | 'kafka'): Promise<void> {
  await inFolder(async (folder) => {
    cpSync(join(repository, 'test', 'support', 'docker', name), folder, { recursive: true });
    mkdirSync(join(folder, 'apt.conf.d'));
    for (const file of readdirSync(machine.apt)) {
      const settings = readFileSync(join(machine.apt, file), 'utf8');
      if (/^\s*Acquire::/m.test(settings)) writeFileSync(join(folder, 'apt.conf.d', file), settings);
    }
    if (name === 'kafka')
      cpSync(dirname(await kafkaJars(join(repository, '.cache', 'kafka'))), join(folder, 'libs'), { recursive: true });
    await build(engine, folder, ['--tag', local[name], '--build-arg', `BASE_IMAGE=${local.debian}`]);
  });
}

async function build(engine: Engine, folder: string, args: readonly string[]): Promise<void> {
  await engine.docker(['build', '--quiet', '--network', 'host', ...args, folder]);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'zhibu-image-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
