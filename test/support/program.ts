import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, as an absolute path. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));
const runner = join(repository, 'infra', 'launcher', 'run.mjs');
/** As whoever clones it has it: no setting of the test run reaches the platform. */
const plainEnvironment = (): NodeJS.ProcessEnv => {
  const {
    NODE_OPTIONS: _options,
    POSTGRES_URL: _url,
    PORT: _port,
    ZHIBU_DATA: _data,
    npm_lifecycle_event: _event,
    ...rest
  } = process.env;
  return rest;
};

/** What a program said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const running = new Set<RunningProgram>();
// What a failed test left must not outlive the run. Benchmarks start programs too, without the hooks of Jest.
const { afterAll } = globalThis as { readonly afterAll?: (work: () => Promise<void>) => void };
afterAll?.(async () => {
  const left = [...running];
  for (const one of left) one.signalGroup('SIGTERM');
  await Promise.all(left.map((one) => one.ended));
});

/** Where a program runs, and what is added to its environment. */
export interface Surroundings {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A program of ours that runs: what it has said so far, and how it ends. */
export class RunningProgram {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';

  constructor(command: string, args: readonly string[], { cwd = repository, environment = {} }: Surroundings = {}) {
    // A group of its own, as a terminal would give it: it can be interrupted or killed whole.
    this.child = spawn(command, [...args], {
      cwd,
      env: { ...plainEnvironment(), ...environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    running.add(this);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        running.delete(this);
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** To the whole group, as Ctrl-C and a machine that goes down do. */
  signalGroup(signal: NodeJS.Signals): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}

/** `npm run <command> -- <args>`, without npm. */
export function program(
  command: string,
  args: readonly string[] = [],
  surroundings: Surroundings = {},
): RunningProgram {
  return new RunningProgram(process.execPath, [runner, command, ...args], surroundings);
}

/** Runs a command of ours to its end. */
export const run = (command: string, args: readonly string[] = [], cwd = repository): Promise<Ended> =>
  program(command, args, { cwd }).ended;
