import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@zhibu/kernel';
import { believeAuthority } from '@zhibu/service-kit';
import { type Ended, program, type RunningProgram } from './program.ts';

export * from './program.ts';

const READY_WITHIN_MS = 120_000;

/** A folder of its own, reachable for the database's user; removed by `discard`. */
export async function temporaryFolder(prefix = 'zhibu test '): Promise<string> {
  // A space in every path: people's folders have them.
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await chmod(folder, 0o755);
  return folder;
}

export const discard = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });

/** On which data and port the platform is started; `environment` is added to its own. */
export interface Started {
  readonly data?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Whether a run asks, by ZHIBU_PROFILE=cluster, for the five processes over Kafka instead of the embedded profile. */
export const isCluster = (): boolean => process.env['ZHIBU_PROFILE'] === 'cluster';

function launchOf(args: Started['args']): readonly [string, ...string[]] {
  if (args) return ['start', ...args];
  return isCluster() ? ['cluster', '--feed', 'kafka'] : ['start', '--empty'];
}

/** The real platform, started by the real launcher on a data folder. */
export class PlatformUnderTest {
  readonly data: string;
  readonly port: number;
  readonly program: RunningProgram;
  /** A cluster proves itself by certificates in its data folder. */
  private readonly isTls: boolean;

  private constructor(
    data: string,
    port: number,
    { args, environment }: Pick<Started, 'args'> & Required<Pick<Started, 'environment'>>,
  ) {
    this.data = data;
    this.port = port;
    this.isTls = isCluster() && args === undefined;
    const [command, ...own] = launchOf(args);
    this.program = program(command, ['--data', data, '--port', String(port), ...own], { environment });
  }

  get url(): string {
    return `${this.isTls ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** How a command is told to ask it. */
  get place(): readonly string[] {
    return this.isTls ? ['--data', this.data] : ['--server', this.url];
  }

  /**
   * Starts on a data folder (a new one, unless named) without the demonstration city, and waits until it is ready.
   * @throws with what the launcher said, when it ends before
   */
  static async start(at: Started = {}): Promise<PlatformUnderTest> {
    const data = at.data ?? (await newData());
    const platform = new PlatformUnderTest(data, at.port ?? (await freePort()), {
      environment: at.environment ?? {},
      ...(at.args ? { args: at.args } : {}),
    });
    await platform.ready();
    return platform;
  }

  /** As Ctrl-C does. */
  async stop(): Promise<Ended> {
    this.program.signalGroup('SIGINT');
    return this.program.ended;
  }

  /** As kill -9 on launcher and platform does: PostgreSQL, in a group of its own, is left behind. */
  async kill(): Promise<void> {
    this.program.signalGroup('SIGKILL');
    await this.program.ended;
  }

  /** Stops it, and removes its data. */
  async discard(): Promise<void> {
    await this.stop();
    await discard(this.data);
  }

  /** Asks by GraphQL; the caller says what shape it asked for. @throws with the errors, when there are any */
  async query<Data extends object>(
    query: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Data> {
    const { data, errors } = await this.graphql<Data>(query, variables, headers);
    if (errors || !data) throw new Error(JSON.stringify(errors, null, 2));
    return data;
  }

  /** Asks by GraphQL, and answers what came, errors included. */
  async graphql<Data extends object>(
    query: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<GraphqlAnswer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlAnswer<Data>;
  }

  /** Posts JSON to a door, and answers status and body. */
  async post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  private async ready(): Promise<void> {
    const ended = this.program.ended.then(({ code, stdout, stderr }) => {
      throw new Error(`the launcher ended (${code}): ${stdout}${stderr}`);
    });
    ended.catch(() => undefined);
    const until = Date.now() + READY_WITHIN_MS;
    const authority = join(this.data, 'certificates', 'authority', 'cert.pem');
    for (let believes = !this.isTls; ;) {
      if (!believes && existsSync(authority)) {
        believeAuthority({ TLS_CA: readFileSync(authority, 'utf8') });
        believes = true;
      }
      const answer = await Promise.race([fetch(`${this.url}/health/ready`).catch(() => undefined), ended]);
      if (answer?.ok) return;
      if (Date.now() > until) throw new Error(`not ready in time: ${this.program.stdout}${this.program.stderr}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }
}

export interface GraphqlAnswer<Data extends object> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** A new, empty data folder that has been started once: copied from one that is made once a run. */
export const newData = (): Promise<string> => copyOf('empty', async () => undefined);

const templates = join(tmpdir(), `zhibu-template-${process.env['ZHIBU_TEST_RUN'] ?? process.pid}`);

/**
 * A copy of a data folder that is made once a run, by whichever spec needs it first; the others wait for it. The run's
 * tear-down removes it.
 * @param fill what is done with a platform that has just been started on the folder; the same for the same name
 */
export async function copyOf(name: string, fill: (platform: PlatformUnderTest) => Promise<void>): Promise<string> {
  const made = await template(name, fill);
  const folder = await temporaryFolder();
  // cp keeps the owner, who is the database's user where the tests run as root.
  execFileSync('cp', ['-a', `${made}/.`, folder]);
  return folder;
}

async function template(name: string, fill: (platform: PlatformUnderTest) => Promise<void>): Promise<string> {
  const folder = join(templates, name);
  const draft = `${folder}.making`;
  await mkdir(templates, { recursive: true });
  while (!existsSync(folder)) {
    const isFirst = await mkdir(draft).then(
      () => true,
      () => false,
    );
    // Another may have finished between the look and the claim.
    if (isFirst && existsSync(folder)) await discard(draft);
    else if (isFirst) await makeTemplate(draft, folder, fill);
    else
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
  }
  return folder;
}

async function makeTemplate(
  draft: string,
  folder: string,
  fill: (platform: PlatformUnderTest) => Promise<void>,
): Promise<void> {
  try {
    await chmod(templates, 0o755);
    await chmod(draft, 0o755);
    const platform = await PlatformUnderTest.start({ data: draft, args: ['--empty'] });
    await fill(platform).finally(() => platform.stop());
    await rename(draft, folder);
  } catch (error) {
    await discard(draft);
    throw error;
  }
}

/** A file below a folder, as text. */
export const textOf = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8');
