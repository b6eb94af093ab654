import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '@zhibu/contracts';
import { launchExits, LaunchFault } from '../launcher/fault.ts';
import { FirstReading } from './first-reading.ts';
import { ProcessReport, type Waiting } from './report.ts';
import { faults } from './vocabulary.ts';

/** What runs as a process of its own. */
export type ProcessName = ServiceName | 'gateway';

/** What a process is started with. */
export interface ProcessPlan {
  readonly name: ProcessName;
  /** 0 for the first of its kind. */
  readonly replica: number;
  readonly port: number;
  /** Whether it speaks HTTPS. */
  readonly tls?: boolean;
  /** Where it tells of its metrics and positions. */
  readonly metricsPort: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Told what the process writes, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** How long a process is waited for, and who is told meanwhile. */
export interface Readiness {
  /** How long it may stand still. */
  readonly withinMs?: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Told what it waits for, again at each look. */
  readonly onWaiting?: (waiting: Waiting) => void;
  /** Told how much of what there is it has read, in percent, whenever that was more. */
  readonly onReading?: (percent: number) => void;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const repository = new URL('../../../', import.meta.url);
const READY_WITHIN_MS = 120_000;
/** So long a process may say at its start that something it leans on is away. */
const WAITS_FOR_MS = 30_000;
const LOOK_EVERY_MS = 50;
const OUTPUT_KEPT = 200_000;
/** As the launcher starts Node: few malloc arenas, a small young generation. */
const plain = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', MALLOC_ARENA_MAX: '2' };

/** One of the platform's processes: started from what was built, killed, stopped and started again at will. */
export class ClusterProcess {
  readonly name: ProcessName;
  readonly replica: number;
  readonly url: string;
  /** Where it tells of its metrics and positions. */
  readonly metricsUrl: string;
  private plan: ProcessPlan;
  private child: ChildProcess | undefined;
  private exit: Promise<Exit> = Promise.resolve({ code: null, signal: null });
  private said = '';
  private report = new ProcessReport();

  constructor(plan: ProcessPlan) {
    this.plan = plan;
    this.name = plan.name;
    this.replica = plan.replica;
    this.url = `${plan.tls ? 'https' : 'http'}://127.0.0.1:${plan.port}`;
    this.metricsUrl = `http://127.0.0.1:${plan.metricsPort}`;
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
      env: {
        ...plain,
        PORT: new URL(this.url).port,
        METRICS_PORT: new URL(this.metricsUrl).port,
        ...this.plan.environment,
      },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => this.hear(chunk.toString()));
    this.child = child;
    this.report = new ProcessReport();
    this.exit = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (this.child === child) this.child = undefined;
        resolve({ code, signal });
      };
      child.once('exit', end);
      child.once('error', () => end(null, null));
    });
  }

  /**
   * Waits until it says that it is ready, as long as it reads.
   * @throws LaunchFault with what it said when it ends before, stands still, or waits for what it leans on for half a minute; the signal's reason
   */
  async ready({ withinMs = READY_WITHIN_MS, signal, onWaiting, onReading }: Readiness = {}): Promise<void> {
    for (const reading = new FirstReading(withinMs, onReading); this.child; await pause(LOOK_EVERY_MS)) {
      signal?.throwIfAborted();
      const { ok, body } = await this.answer(signal);
      if (ok) return;
      reading.hear(body);
      this.lookAtWaiting(onWaiting);
      if (reading.isLate) throw new LaunchFault(faults.notReady(this.name, withinMs, this.report.last));
    }
    throw new LaunchFault(faults.ended(this.name, this.report.last));
  }

  private lookAtWaiting(onWaiting: Readiness['onWaiting']): void {
    const waits = this.report.waiting();
    if (!waits) return;
    onWaiting?.(waits);
    if (Date.now() - waits.since > WAITS_FOR_MS)
      throw new LaunchFault(faults.waitsInVain(this.name, waits), launchExits.notCarriedOut);
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

  /** Stops it in order, starts it again on the same port, and waits until it is ready. @param changed settings that it is told otherwise from now on */
  async restart(changed: Readonly<Record<string, string>> = {}): Promise<Exit> {
    const exit = await this.stop();
    this.plan = { ...this.plan, environment: { ...this.plan.environment, ...changed } };
    await this.start();
    return exit;
  }

  private hear(text: string): void {
    this.said = `${this.said}${text}`.slice(-OUTPUT_KEPT);
    this.report.take(text);
    this.plan.onOutput?.(text);
  }

  private async answer(ending: AbortSignal | undefined): Promise<{ readonly ok: boolean; readonly body: string }> {
    const signals = [AbortSignal.timeout(5_000), ...(ending ? [ending] : [])];
    return fetch(`${this.url}/health/ready`, { signal: AbortSignal.any(signals) }).then(
      async (answer) => ({ ok: answer.ok, body: await answer.text() }),
      () => ({ ok: false, body: '' }),
    );
  }
}
