import { join } from 'node:path';
import { repository } from '../platform.ts';
import type { Engine } from './engine.ts';
import { attempt, type Said, shell, type ShellOptions } from './shell.ts';

const READY_WITHIN_MS = 240_000;
const LOOK_EVERY_MS = 500;

/** How a container stands. */
export interface ContainerState {
  readonly id: string;
  readonly status: string;
  /** `healthy`, or another word of the engine's; undefined where nothing checks it. */
  readonly health: string | undefined;
  readonly exitCode: number;
  readonly pid: number;
  readonly restarts: number;
}

const STATE =
  '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}|{{.State.ExitCode}} {{.State.Pid}} {{.RestartCount}}';

function stateOf(text: string): Omit<ContainerState, 'id'> {
  const [words = '', figures = ''] = text.split('|');
  const [status = '', health] = words.split(' ');
  const [exitCode = 0, pid = 0, restarts = 0] = figures.split(' ').map(Number);
  return { status, health: health || undefined, exitCode, pid, restarts };
}

/** The project's compose file on an engine, with settings of this run. */
export class Compose {
  readonly project: string;
  private readonly engine: Engine;
  private readonly program: readonly string[];
  private readonly settings: Readonly<Record<string, string>>;

  private constructor(engine: Engine, program: readonly string[], settings: Readonly<Record<string, string>>) {
    this.engine = engine;
    this.program = program;
    this.project = `zhibu-test-${process.pid}`;
    this.settings = { ...settings, COMPOSE_PROJECT_NAME: this.project };
  }

  /** By the client's own compose, or the older program of that name. @throws Error where there is neither */
  static async of(engine: Engine, settings: Readonly<Record<string, string>>): Promise<Compose> {
    const plugin = await attempt('docker', ['compose', 'version']);
    if (plugin.code === 0) return new Compose(engine, ['docker', 'compose'], settings);
    await shell('docker-compose', ['version']);
    return new Compose(engine, ['docker-compose'], settings);
  }

  /** `compose <args>`. @throws Error with what it said, when it fails */
  run(...args: readonly string[]): Promise<string> {
    return shell(...this.call(args));
  }

  /** `compose <args>`, whatever comes of it. */
  attempt(...args: readonly string[]): Promise<Said> {
    return attempt(...this.call(args));
  }

  private call(args: readonly string[]): [program: string, args: readonly string[], options: ShellOptions] {
    const [program = '', ...first] = this.program;
    return [program, [...first, '--file', join(repository, 'infra', 'compose.yaml'), ...args], this.options()];
  }

  /** Starts everything, and waits until every service named is healthy. @throws Error with the logs, when one is not */
  async up(services: readonly string[]): Promise<void> {
    try {
      await this.run('up', '--detach', '--no-build');
      await Promise.all(services.map((service) => this.until(service, ({ health }) => health === 'healthy')));
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${await this.logs()}`, {
        cause: error,
      });
    }
  }

  /** Waits until a service's container stands as wanted. */
  async until(service: string, isWanted: (state: ContainerState) => boolean): Promise<ContainerState> {
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const state = await this.state(service);
      if (state && isWanted(state)) return state;
      if (Date.now() > until)
        throw new Error(`${service} is not as it should be: ${JSON.stringify(state)}\n${await this.logs(service)}`);
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_EVERY_MS);
      });
    }
  }

  /** How a service's container stands; undefined while it has none. */
  async state(service: string): Promise<ContainerState | undefined> {
    const filters = [`label=com.docker.compose.project=${this.project}`, `label=com.docker.compose.service=${service}`];
    const id = (
      await this.engine.docker([
        'ps',
        '--all',
        '--quiet',
        '--no-trunc',
        ...filters.flatMap((filter) => ['--filter', filter]),
      ])
    ).split('\n')[0];
    if (!id) return undefined;
    return { id, ...stateOf(await this.engine.docker(['inspect', '--format', STATE, id])) };
  }

  /** The end of what the containers, or one service's, have written. */
  async logs(service?: string): Promise<string> {
    return (await this.run('logs', '--tail', '40', ...(service ? [service] : [])).catch(String)).slice(-12_000);
  }

  /** Takes it down with its volumes. */
  async down(): Promise<void> {
    await this.run('down', '--volumes', '--remove-orphans', '--timeout', '15');
  }

  private options(): ShellOptions {
    return this.engine.at({ environment: this.settings });
  }
}
