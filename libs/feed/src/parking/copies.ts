import type { Timing } from '../consuming/back-off.ts';
import type { EventFault, FeedSource } from '../port.ts';

/** So many copies may be on their way before the reading waits for them: a feed in which everything fails keeps no more in memory. */
const WAITING_AT_MOST = 1_000;
/** The truth is the parked backlog: who is stopped waits no longer for a broker that may be away. */
const SENT_WITHIN_MS = 2_000;

/**
 * Tells a source of the events that parked their streams, one after the other and beside the reading: its first copy may
 * have to make a topic, and no other stream may wait for that.
 */
export class Copies {
  private readonly source: FeedSource;
  private readonly group: string;
  private sending: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(source: FeedSource, group: string) {
    this.source = source;
    this.group = group;
  }

  /** Returns at once, unless too many are on their way already. */
  async send(faults: readonly EventFault[]): Promise<void> {
    this.waiting += faults.length;
    for (const fault of faults) this.sending = this.sending.then(() => this.tell(fault));
    if (this.waiting > WAITING_AT_MOST) await this.sending;
  }

  /** Waits until all are sent, but not for long. */
  async sent(timing: Timing): Promise<void> {
    const over = new AbortController();
    await Promise.race([this.sending, timing.sleep(SENT_WITHIN_MS, over.signal)]);
    over.abort();
  }

  private async tell(fault: EventFault): Promise<void> {
    await this.source.parked?.(fault, this.group);
    this.waiting -= 1;
  }
}
