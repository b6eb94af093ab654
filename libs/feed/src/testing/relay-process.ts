import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestBroker } from './test-broker.ts';
import type { TopicUnderTest } from './topic-under-test.ts';

const program = fileURLToPath(new URL('relay.cli.ts', import.meta.url));

/** A relay in a process of its own. */
export class RelayProcess {
  private said = '';
  private readonly child: ChildProcess;

  constructor(broker: TestBroker, topic: TopicUnderTest, leaseMs: number) {
    const args = [broker.brokers.join(','), topic.databaseUrl, topic.prefix, String(leaseMs)];
    this.child = spawn(process.execPath, ['--conditions=zhibu-source', '--no-warnings', program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    this.child.stdout?.on('data', (said: Buffer) => {
      this.said = said.toString();
    });
  }

  /** What it said last. */
  get state(): string {
    return this.said.trim().split('\n').at(-1) ?? '';
  }

  /** SIGSTOP and SIGCONT: it hangs, and wakes up believing that no time has passed. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
