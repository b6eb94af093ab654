import type { Pool } from '@zhibu/database';
import { CheckpointLost } from '@zhibu/event-store';
import { poll, POLL_EVERY_MS } from './polling.ts';
import { backOff, realTiming, type Timing } from './back-off.ts';
import { CheckpointMoved, type Reading, type Ready, takeBatch } from './batch.ts';
import { ensureReaderPosition, keepAsRead, readReaderPosition, type ReaderPosition } from './checkpoint.ts';
import { DeadLetterSender } from '../parking/dead-letter-sender.ts';
import { LagEstimate } from './lag.ts';
import { Linger } from './linger.ts';
import { ReadAhead } from './read-ahead.ts';
import type { FeedConsumer, FeedSource } from '../port.ts';
import { remedyOf, type SubscriberStatus, wordsOfError } from './status.ts';
import { CheckpointWatch, type Reached } from './watch.ts';

export interface SubscriberOptions {
  readonly source: FeedSource;
  readonly consumer: FeedConsumer;
  /** The consumer's database, at the schema that holds the feed's tables and the consumer's own. */
  readonly database: Pool;
  /** Whose connections its transactions are on; the database's own unless told. */
  readonly transactions?: Pool;
  /** Told whenever the state changes, or how many streams are parked: the place for an alarm. */
  readonly onChange?: (status: SubscriberStatus) => void;
  readonly timing?: Timing;
}

type Standing = Omit<ReaderPosition, 'checkpoint'>;

/** Runs one consumer over one source, from its checkpoint on, until it is stopped. */
export class Subscriber {
  private readonly options: SubscriberOptions;
  private readonly timing: Timing;
  private readonly watch: CheckpointWatch;
  private readonly copies: DeadLetterSender;
  private readonly linger: Linger;
  private readonly lagEstimate: LagEstimate;
  private readerPosition: Standing = { position: 0n, parked: 0, recordedAt: undefined, epoch: 0, hasRead: false };
  private trouble: { readonly state: SubscriberStatus['state']; readonly error?: unknown } = { state: 'stopped' };
  private head = 0n;
  /** Where the feed ended when it was first asked in this epoch: what has to be read once. */
  private firstEnd: bigint | undefined;
  private failures = 0;
  private life: AbortController | undefined;
  private reading: { readonly epoch: number; readonly end: () => void } | undefined;
  private loops: Promise<unknown> = Promise.resolve();

  constructor(options: SubscriberOptions) {
    const { source, consumer } = options;
    this.options = { ...options, source: source.forConsumer?.(consumer) ?? source };
    this.timing = options.timing ?? realTiming;
    this.lagEstimate = new LagEstimate(source.gapless ?? true);
    this.watch = new CheckpointWatch(options.database, consumer);
    this.linger = new Linger(this.timing, () => consumer.lingers === true && !this.watch.isAwaited);
    this.copies = new DeadLetterSender(this.options.source, consumer.group);
  }

  start(): void {
    if (this.life) return;
    const life = new AbortController();
    this.life = life;
    this.enter('running');
    this.loops = Promise.all([
      this.readOn(life.signal),
      poll(this.options, {
        life: life.signal,
        timing: this.timing,
        awaitsEnd: () => this.trouble.state !== 'running' || !this.hasRead(this.readerPosition),
        looked: (readerPosition) => this.looked(readerPosition),
        sees: (head) => this.sees(head),
        failed: (error) => {
          if (!life.signal.aborted && this.trouble.state === 'running') this.enter('blocked', error);
        },
      }),
    ]);
  }

  /** Ends after the transaction it is in. */
  async stop(): Promise<void> {
    this.life?.abort();
    await this.loops;
    await this.copies.sent(this.timing);
    this.life = undefined;
    this.enter('stopped');
  }

  status(): SubscriberStatus {
    const [{ service, group }, { state, error }] = [this.options.consumer, this.trouble];
    const { position, parked, recordedAt } = this.readerPosition;
    return {
      service,
      group,
      state,
      position,
      ...(recordedAt === undefined ? {} : { recordedAt }),
      head: this.head,
      hasRead: this.hasRead(this.readerPosition),
      parkedStreams: parked,
      lag: this.lagEstimate.between(position, this.head),
      ...(error === undefined ? {} : { error: wordsOfError(error), remedy: remedyOf(error) }),
    };
  }

  /** Waits until this consumer has dealt with a position: see {@link CheckpointWatch.reached}. */
  reached(position: bigint, stream?: string, signal?: AbortSignal): Promise<Reached> {
    const reached = this.watch.reached(position, stream, signal);
    if (this.watch.isAwaited) this.linger.end();
    return reached;
  }

  private async readOn(life: AbortSignal): Promise<void> {
    while (!life.aborted) {
      try {
        await this.follow(life);
      } catch (error) {
        if (!life.aborted) await this.heldUp(error, life);
      }
    }
  }

  /** Subscribes from the checkpoint and takes batch after batch; the next are read and made ready while one is applied. */
  private async follow(life: AbortSignal): Promise<void> {
    const { source, consumer, database, transactions = database } = this.options;
    await ensureReaderPosition(database, consumer);
    const origin = await readReaderPosition(database, consumer);
    this.stands(origin, 'look');
    const gapless = source.gapless ?? true;
    const reading: Reading = { database: transactions, consumer, origin, gapless, ending: life };
    const subscription = new AbortController();
    const end = (): void => subscription.abort();
    life.addEventListener('abort', end);
    // It may have been ended while the position was read: an abort that is past is not told again.
    if (life.aborted) end();
    this.reading = { epoch: origin.epoch, end };
    const readAhead = new ReadAhead(source.batches(origin.checkpoint, subscription.signal), consumer);
    try {
      for (;;) {
        const batch = await readAhead.next();
        if (subscription.signal.aborted) return;
        if (!batch) throw new Error('the feed ended');
        await this.take(reading, batch);
        await this.linger.after(batch.items.length, subscription.signal);
      }
    } finally {
      life.removeEventListener('abort', end);
      this.reading = undefined;
      end();
      await readAhead.close();
    }
  }

  private async take(reading: Reading, batch: Ready): Promise<void> {
    if (batch.checkpoint.position > this.head) this.head = batch.checkpoint.position;
    this.lagEstimate.saw(batch.items[0]?.event, batch.items.at(-1)?.event, batch.items.length);
    const taken = await takeBatch(reading, batch);
    this.failures = 0;
    const { position, recordedAt, parked } = taken;
    const { epoch } = reading.origin;
    this.stands({ ...this.readerPosition, position, recordedAt, parked, epoch }, 'commit');
    await this.copies.send(taken.faults);
    await this.keep();
    if (taken.blockedBy) throw taken.blockedBy;
    if (this.trouble.state !== 'running') this.enter('running');
    await this.options.source.committed?.(batch.checkpoint);
  }

  private stands(now: Standing, by: 'commit' | 'look'): void {
    const news = now.parked !== this.readerPosition.parked;
    if (now.epoch !== this.readerPosition.epoch) this.firstEnd = undefined;
    this.readerPosition = now;
    this.watch.advanced(this.readerPosition, by);
    if (news) this.options.onChange?.(this.status());
  }

  private async heldUp(error: unknown, life: AbortSignal): Promise<void> {
    if (error instanceof CheckpointMoved) return;
    if (error instanceof CheckpointLost) return this.awaitRemedy(error, life);
    this.enter('blocked', error);
    await this.timing.sleep(backOff(this.failures, this.timing.random), life);
    this.failures += 1;
  }

  /** Stopped is not ended: once somebody has sent the consumer back to its beginning, it goes on. */
  private async awaitRemedy(error: CheckpointLost, life: AbortSignal): Promise<void> {
    const { database, consumer } = this.options;
    this.enter('stopped', error);
    const lost = await readReaderPosition(database, consumer).catch(() => undefined);
    for (let now = lost; !life.aborted && now?.epoch === lost?.epoch;) {
      await this.timing.sleep(POLL_EVERY_MS, life);
      now = await readReaderPosition(database, consumer).catch(() => now);
    }
    if (!life.aborted) this.enter('running');
  }

  private async looked(found: ReaderPosition): Promise<void> {
    // Sent back to the beginning while it waits for news: it must not wait for them to notice.
    if (this.reading && found.epoch !== this.reading.epoch) this.reading.end();
    const isAnew = found.epoch !== this.readerPosition.epoch;
    // Discards, and what another process of the group does, show only here; a batch meanwhile knows better.
    if (isAnew || found.position >= this.readerPosition.position) this.stands(found, 'look');
    await this.keep();
  }

  /** What was read once stays so, whoever is away: it is behind then, and not empty. */
  private hasRead({ hasRead, position }: Standing): boolean {
    return hasRead || (this.firstEnd !== undefined && position >= this.firstEnd);
  }

  /** Keeps that all was read once, for whoever is started anew while nobody answers. */
  private async keep(): Promise<void> {
    const { database, consumer } = this.options;
    const now = this.readerPosition;
    if (now.hasRead || !this.hasRead(now)) return;
    await keepAsRead(database, consumer, now.epoch);
    if (now.epoch === this.readerPosition.epoch) this.readerPosition = { ...this.readerPosition, hasRead: true };
  }

  /** Nothing left to deal with: whatever blocked has passed, though no batch came to show it. */
  private async sees(head: bigint): Promise<void> {
    this.head = head;
    this.firstEnd ??= head;
    if (head > this.readerPosition.position) return;
    if (this.trouble.state === 'blocked') this.enter('running');
    await this.keep();
  }

  private enter(state: SubscriberStatus['state'], error?: unknown): void {
    const news = state !== this.trouble.state || wordsOfError(error) !== wordsOfError(this.trouble.error);
    this.trouble = error === undefined ? { state } : { state, error };
    if (news) this.options.onChange?.(this.status());
  }
}
