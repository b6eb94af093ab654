import { setTimeout as sleep } from 'node:timers/promises';
import { Listener } from './listener.ts';
import { Wake } from '../../wake.ts';

export interface SealerOptions {
  /** As a role that may execute `seal`. */
  readonly url: string;
  readonly schema: string;
  /** After each batch, for readers in this process; others hear the notice. */
  readonly onSealed?: () => void;
  /** Sealing failed and will be tried again; said once until it succeeds. */
  readonly onFault?: (error: unknown) => void;
}

/** At most so many events a batch: one short transaction. */
const BATCH = 2000;
/** A full sweep at least so often, for whatever committed late below the low-water mark. */
const SWEEP_EVERY_MS = 1000;
/** Between batches: so that under load a batch is worth its transaction, and a lone event hardly waits. */
const PAUSE_MS = 3;
const RETRY_AFTER_MS = 250;

/**
 * Takes committed events into the log, for ever: nudged by appenders, otherwise every second. Several at once, in any
 * number of processes, are only a waste. A batch is one statement: a sealer that is killed or stopped holds nothing.
 */
export class Sealer {
  private readonly options: SealerOptions;
  private readonly listener: Listener;
  private readonly work = new Wake();
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private sweptAt = 0;
  private faulty = false;

  constructor(options: SealerOptions) {
    this.options = options;
    this.listener = new Listener({ ...options, channel: 'pending', onNotice: () => this.nudge() });
  }

  async start(): Promise<void> {
    await this.listener.start();
    this.loop = this.run();
  }

  /** The database's process that seals; undefined while there is none. */
  get backend(): number | undefined {
    return this.listener.backend;
  }

  /** There is something to seal. */
  nudge(): void {
    this.work.ring();
  }

  /** Ends after the batch under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.work.ring();
    await this.loop;
    await this.listener.stop();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const seen = this.work.count;
      const sealed = await this.batch();
      if (sealed === BATCH) continue;
      await this.pause(PAUSE_MS);
      await this.work.wait(seen, Math.max(1, this.sweptAt + SWEEP_EVERY_MS - Date.now()));
    }
  }

  private async batch(): Promise<number> {
    const sweep = Date.now() - this.sweptAt >= SWEEP_EVERY_MS;
    try {
      const { client } = this.listener;
      if (!client) throw new Error('the sealer has no connection');
      const result = await client.query<{ seal: number }>({
        name: 'seal',
        text: 'SELECT seal($1, $2)',
        values: [BATCH, sweep],
      });
      if (sweep) this.sweptAt = Date.now();
      const sealed = result.rows[0]?.seal ?? 0;
      this.faulty = false;
      if (sealed > 0) this.options.onSealed?.();
      return sealed;
    } catch (error) {
      await this.faulted(error);
      return 0;
    }
  }

  private async faulted(error: unknown): Promise<void> {
    if (this.stopping.signal.aborted) return;
    if (!this.faulty) this.options.onFault?.(error);
    this.faulty = true;
    this.nudge();
    await this.pause(RETRY_AFTER_MS);
  }

  private pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
