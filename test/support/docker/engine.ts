import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, type Said, shell, type ShellOptions } from './shell.ts';

const STARTED_WITHIN_MS = 60_000;
const ENDED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** A Docker engine, and how it is spoken to: one that runs already, or one of our own for as long as the tests need it. */
export class Engine {
  /** What `DOCKER_HOST` is; undefined where the client finds the engine by itself. */
  readonly host: string | undefined;
  /** Whether its containers are processes of this machine that we may kill. */
  readonly isOurs: boolean;
  private readonly own: { readonly child: ChildProcess; readonly folder: string } | undefined;

  private constructor(host: string | undefined, own?: { readonly child: ChildProcess; readonly folder: string }) {
    this.host = host;
    this.own = own;
    this.isOurs = own !== undefined;
  }

  /**
   * The engine that answers here; else, where the run may do so (`CI=true` or `ZHIBU_DOCKER=start`, as root on Debian),
   * one of our own: `docker.io` from Debian, its data in a temporary folder. Undefined where neither is to be had.
   */
  static async find(): Promise<Engine | undefined> {
    const { code } = await attempt('docker', ['info', '--format', '{{.ServerVersion}}'], { withinMs: 20_000 });
    if (code === 0) return new Engine(process.env['DOCKER_HOST']);
    if (!mayStart()) return undefined;
    return Engine.start().catch((error: unknown) => {
      process.stderr.write(`no engine could be started: ${String(error)}\n`);
      return undefined;
    });
  }

  private static async start(): Promise<Engine> {
    await install();
    const folder = await mkdtemp(join(tmpdir(), 'zhibu-docker-'));
    const host = `unix://${folder}/docker.sock`;
    const log = openSync(join(folder, 'log'), 'a');
    const child = spawn(
      'dockerd',
      [
        '--host',
        host,
        '--data-root',
        join(folder, 'data'),
        '--exec-root',
        join(folder, 'run'),
        '--pidfile',
        join(folder, 'pid'),
      ],
      { stdio: ['ignore', log, log] },
    );
    const engine = new Engine(host, { child, folder });
    process.once('exit', () => child.kill('SIGTERM'));
    const until = Date.now() + STARTED_WITHIN_MS;
    while ((await engine.attempt(['version'])).code !== 0) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`dockerd did not start: ${await shell('tail', ['-n', '20', join(folder, 'log')])}`);
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_EVERY_MS);
      });
    }
    return engine;
  }

  /** `docker <args>`. @throws Error with what it said, when it fails */
  docker(args: readonly string[], options: ShellOptions = {}): Promise<string> {
    return shell('docker', args, this.at(options));
  }

  /** `docker <args>`, whatever comes of it. */
  attempt(args: readonly string[], options: ShellOptions = {}): Promise<Said> {
    return attempt('docker', args, this.at(options));
  }

  /** The environment of a client of this engine. */
  at(options: ShellOptions): ShellOptions {
    return { ...options, environment: { ...(this.host ? { DOCKER_HOST: this.host } : {}), ...options.environment } };
  }

  /** Ends our own engine with all it holds; another's is left as it was. */
  async stop(): Promise<void> {
    if (!this.own) return;
    const { child, folder } = this.own;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
    });
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), ENDED_WITHIN_MS);
    if (child.exitCode === null) await ended;
    clearTimeout(late);
    for (const place of mountedUnder(folder)) await attempt('umount', [place]);
    await rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 500 });
  }
}

/** What the engine has left mounted in its folder, the innermost first: a name space of its network stays after it. */
function mountedUnder(folder: string): readonly string[] {
  const places = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => place.startsWith(`${folder}/`)).toReversed();
}

function mayStart(): boolean {
  const asked = process.env['CI'] === 'true' || process.env['ZHIBU_DOCKER'] === 'start';
  return (
    asked &&
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version') &&
    existsSync('/usr/bin/apt-get')
  );
}

/** Debian's own engine, and what makes base images; whatever of it is there already stays as it is. */
async function install(): Promise<void> {
  const missing = [
    ['/usr/sbin/dockerd', 'docker.io'],
    ['/usr/sbin/debootstrap', 'debootstrap'],
    ['/usr/bin/docker-compose', 'docker-compose'],
  ]
    .filter(([file = '']) => !existsSync(file))
    .map(([, name = '']) => name);
  if (missing.length === 0) return;
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-y', '--no-install-recommends', ...missing];
  if ((await attempt('apt-get', args, { environment })).code === 0) return;
  await shell('apt-get', ['update'], { environment });
  await shell('apt-get', args, { environment });
}
