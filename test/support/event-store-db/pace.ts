import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long a node takes, as one was measured: a write is there, and answered, after the next flush to the disk; reads cost
 * a look-up and something an event. Shorter than a timer can wait, costs are gathered until it can.
 */
export class Pace {
  flushMs = 2;
  readMs = 0.3;
  eventMs = 0.01;
  private owed = 0;
  private flush: Promise<void> | undefined;
  private life = 0;

  /** Writes with the next flush, in the order in which it was asked. Rejects when the node dies before. */
  async flushed<Written>(write: () => Written): Promise<Written> {
    const { life } = this;
    if (this.flushMs > 0) {
      this.flush ??= sleep(this.flushMs).then(() => {
        this.flush = undefined;
      });
      await this.flush;
    }
    if (life !== this.life) throw new Error('the node died before its flush');
    return write();
  }

  /** The time of a read of so many events. */
  async read(events: number): Promise<void> {
    this.owed += this.readMs + events * this.eventMs;
    if (this.owed < 1) return;
    const pause = this.owed;
    this.owed = 0;
    const before = performance.now();
    await sleep(Math.floor(pause));
    this.owed += Math.max(-pause, pause - (performance.now() - before));
  }

  /** What was not flushed is lost. */
  dies(): void {
    this.life += 1;
  }
}
