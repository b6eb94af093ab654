import type { Timing } from '../consuming/back-off.ts';
import type { EventFault, FeedSource } from '../port.ts';

/** At most so many copies are in flight; the reading waits beyond that, so that a feed in which everything fails does not fill the memory. */
const WAITING_AT_MOST = 1_000;
/** The parked backlog in the database decides, the copy only informs: a stop waits no longer than this for a broker that may be away. */
const SENT_WITHIN_MS = 2_000;

/**
 * Tells a source of the events that parked their streams, one after the other and beside the reading: its first copy may
 * have to make a topic, and no other stream may wait for that.
 */
export class DeadLetterSender {
  private readonly source: FeedSource;
  private readonly group: string;
  private sending: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(source: FeedSource, group: string) {
    this.source = source;
    this.group = group;
  }

  /** Returns at once, unless too many copies are in flight. */
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
