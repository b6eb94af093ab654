import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@zhibu/contracts';

/** What runs as a process of its own. */
export type ProcessName = ServiceName | 'gateway';

/** What a process is started with. */
export interface ProcessPlan {
  readonly name: ProcessName;
  /** 0 for the first of its kind. */
  readonly replica: number;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Told what the process writes, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const repository = new URL('../../../', import.meta.url);
const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 50;
const OUTPUT_KEPT = 200_000;
/** As the launcher starts Node: few malloc arenas, a small young generation. */
const plain = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', MALLOC_ARENA_MAX: '2' };

/** One of the platform's processes: started from what was built, killed, stopped and started again at will. */
export class ClusterProcess {
  readonly name: ProcessName;
  readonly replica: number;
  readonly url: string;
  private readonly plan: ProcessPlan;
  private child: ChildProcess | undefined;
  private exit: Promise<Exit> = Promise.resolve({ code: null, signal: null });
  private said = '';

  constructor(plan: ProcessPlan) {
    this.plan = plan;
    this.name = plan.name;
    this.replica = plan.replica;
    this.url = `http://127.0.0.1:${plan.port}`;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.child?.pid;
  }
  /** The end of what it has written. */
  get output(): string {
    return this.said;
  }
  /** Settles when it ends, however. */
  get ended(): Promise<Exit> {
    return this.exit;
  }

  /** Starts it and waits until it is ready. @throws with what it wrote, when it ends before */
  async start(): Promise<void> {
    this.spawn();
    await this.ready();
  }

  /** Starts it, and does not wait. */
  spawn(): void {
    if (this.child) throw new Error(`${this.name} ${this.replica} runs already`);
    const program = fileURLToPath(
      new URL(`${this.name === 'gateway' ? '' : 'services/'}${this.name}/dist/main.js`, repository),
    );
    // A group of its own: Ctrl-C is for whoever started the cluster. The channel tells it when that one is gone.
    const child = spawn(process.execPath, ['--max-semi-space-size=8', program], {
      env: { ...plain, PORT: new URL(this.url).port, ...this.plan.environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.hear(chunk.toString()));
    this.child = child;
    this.exit = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (this.child === child) this.child = undefined;
        resolve({ code, signal });
      };
      child.once('exit', end);
      child.once('error', () => end(null, null));
    });
  }

  /** Waits until it says that it is ready. */
  async ready(withinMs = READY_WITHIN_MS): Promise<void> {
    const until = Date.now() + withinMs;
    while (this.child) {
      if (await this.answers()) return;
      if (Date.now() > until)
        throw new Error(`${this.name} is not ready after ${withinMs} ms: ${this.said.slice(-2000)}`);
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_EVERY_MS);
      });
    }
    throw new Error(`${this.name} ended: ${this.said.slice(-2000)}`);
  }

  /** Sends a signal, if it runs. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** SIGTERM, and waits for the end. */
  stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return this.exit;
  }

  /** SIGKILL, and waits for the end. */
  kill(): Promise<Exit> {
    this.signal('SIGKILL');
    return this.exit;
  }

  /** SIGSTOP: it lives, and does nothing. */
  pause(): void {
    this.signal('SIGSTOP');
  }
  /** SIGCONT: it goes on where it was. */
  resume(): void {
    this.signal('SIGCONT');
  }

  /** Stops it in order, starts it again on the same port, and waits until it is ready. */
  async restart(): Promise<Exit> {
    const exit = await this.stop();
    await this.start();
    return exit;
  }

  private hear(text: string): void {
    this.said = `${this.said}${text}`.slice(-OUTPUT_KEPT);
    this.plan.onOutput?.(text);
  }

  private async answers(): Promise<boolean> {
    const signal = AbortSignal.timeout(5_000);
    return fetch(`${this.url}/health/ready`, { signal }).then(
      async (answer) => {
        await answer.text();
        return answer.ok;
      },
      () => false,
    );
  }
}
