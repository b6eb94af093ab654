import { status } from '@grpc/grpc-js';
import type { ReadResp as Response } from '@eventstore/db-client/generated/streams_pb.js';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { connectionOf, type NodeParts, plainRefusal, type ReadCall, shownOf } from './behaviour.ts';
import { type Filter, filterOf } from './filter.ts';
import { LiveBuffer } from './live-buffer.ts';
import { pageAfter } from './log-page.ts';
import { checkpointAt, eventOf, signOf } from './messages.ts';
import { firstAt, type ServerRecord } from './records.ts';

/** A live event is handed over while others are sent: so many between two looks at what was taken. */
const AT_ONCE = 8;
const TOO_SLOW = 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.';

/**
 * A subscription to `$all` under a filter, as servers of 23.10 keep one (`Enumerator.AllSubscriptionFiltered`,
 * `SubscriptionsService`): begins after the position given and reads pages to the end, as fast as they are taken; then it
 * is live, and dropped when more is kept for it than `LiveBuffer` holds. A checkpoint follows a page by which enough
 * records were looked at, matching or not, and says the last event told, or where the page began; live, it says the record.
 */
export function subscribing(parts: NodeParts, call: ReadCall, after: bigint | undefined): void {
  const follower = new Follower(parts, call, after ?? -1n);
  call.on('cancelled', () => {
    follower.end();
    call.end();
  });
  call.on('close', () => follower.end());
  call.on('error', () => follower.end());
  follower.follow().catch((error: Error) => call.emit('error', error));
}

class Follower {
  private readonly parts: NodeParts;
  private readonly call: ReadCall;
  private readonly connection: string;
  private readonly filter: Filter;
  private readonly live: LiveBuffer;
  /** Up to here everything was looked at. */
  private reached: bigint;
  private looked = 0;
  private ended = false;
  private telling = false;
  private endListening: () => void = () => undefined;

  constructor(parts: NodeParts, call: ReadCall, reached: bigint) {
    this.parts = parts;
    this.call = call;
    this.connection = connectionOf(call.metadata);
    this.filter = filterOf(call.request.getOptions());
    this.live = new LiveBuffer(call);
    this.reached = reached;
  }

  end(): void {
    this.ended = true;
    this.live.close();
    this.endListening();
  }

  async follow(): Promise<void> {
    const { log, behaviour } = this.parts;
    await this.send(signOf('confirmation'));
    const last = log.records[shownOf(this.parts) - 1];
    if (behaviour.checkpointsTooFar && last && last.position > this.reached)
      await this.send(checkpointAt(last.position));
    while (!this.ended && (await this.page()));
    if (this.ended) return;
    if (behaviour.saysCaughtUp) this.call.write(signOf('caught-up'));
    const endings = [log.listen(() => this.news()), behaviour.wentLive(() => this.drop())];
    this.endListening = () => {
      for (const end of endings) end();
    };
    this.news();
  }

  /** Tells one page; false when it was the last. */
  private async page(): Promise<boolean> {
    const { parts, filter } = this;
    const shown = { records: parts.log.records, end: shownOf(parts) };
    const { matching, looked, place, reached } = pageAfter(this.reached, shown, filter);
    this.reached = reached;
    await parts.pace.read(looked);
    for (const record of matching) await this.tell(record);
    this.looked += looked;
    if (firstAt(parts.log.records, reached + 1n) >= shownOf(parts)) return false;
    await this.checkpointIfDue(place);
    return true;
  }

  private async tell(record: ServerRecord): Promise<void> {
    await this.send(eventOf(record));
    this.countTold();
  }

  private async checkpointIfDue(place: bigint | undefined): Promise<void> {
    if (this.looked < this.filter.interval || place === undefined) return;
    this.looked %= this.filter.interval;
    await this.send(checkpointAt(place));
    this.parts.counts.checkpoint(this.connection);
  }

  /** Sends when the reader takes it. */
  private async send(message: Response): Promise<void> {
    if (this.ended) return;
    if (!this.call.write(message)) await Promise.race([once(this.call, 'drain'), once(this.call, 'close')]);
  }

  private news(): void {
    if (this.telling) return;
    this.telling = true;
    this.tellLive().catch((error: Error) => this.call.emit('error', error));
  }

  private async tellLive(): Promise<void> {
    for (let told = 1; !this.ended; told += 1) {
      const record = this.parts.log.records[firstAt(this.parts.log.records, this.reached + 1n)];
      if (!record || !this.shows(record)) break;
      this.reached = record.position;
      this.looked += 1;
      if (this.filter.matches(record)) this.offer(eventOf(record), () => this.countTold());
      this.checkpointLive(record);
      if (told % AT_ONCE === 0) await turn();
    }
    this.telling = false;
  }

  private shows({ position }: ServerRecord): boolean {
    return firstAt(this.parts.log.records, position) < shownOf(this.parts);
  }

  private checkpointLive({ position }: ServerRecord): void {
    if (this.looked < this.filter.interval) return;
    this.looked = 0;
    this.offer(checkpointAt(position), () => this.parts.counts.checkpoint(this.connection));
  }

  private countTold(): void {
    this.parts.counts.told(this.connection, 'subscribe', 1);
  }

  private offer(message: Response, count: () => void): void {
    if (this.ended) return;
    if (this.live.offer(message)) return count();
    this.drop();
  }

  private drop(): void {
    this.end();
    this.parts.counts.dropped(this.connection);
    this.call.emit('error', plainRefusal(status.ABORTED, TOO_SLOW));
  }
}
