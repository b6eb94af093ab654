import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { Checkpoint, EventStore } from '@zhibu/event-store';
import type { FeedKey } from '../adapters/kafka/authenticity.ts';
import type { KafkaCluster } from '../adapters/kafka/cluster.ts';
import { Deposed } from '../adapters/kafka/fault.ts';
import { relayIdOf } from '../adapters/kafka/permissions.ts';
import { TopicWriter } from '../adapters/kafka/topic-writer.ts';
import { topicOf } from '../adapters/kafka/topics.ts';
import { backOff, realTiming, type Timing } from '../consuming/back-off.ts';
import { LagEstimate } from '../consuming/lag.ts';
import { Lease, readRelayPosition, type RelayPosition } from './lease.ts';
import { wordsOfError } from '../consuming/status.ts';
import { type AroundBatch, Leadership } from './leadership.ts';

export interface RelayOptions {
  readonly service: ServiceName;
  readonly store: Pick<EventStore, 'subscribe' | 'head'>;
  readonly cluster: KafkaCluster;
  /** With which readers tell what the service carried from what anybody else wrote. */
  readonly key: FeedKey;
  /** The service's own database, at the schema that holds the feed's tables. */
  readonly database: Pool;
  /** Whether the store's positions count up by one; true unless told. */
  readonly gapless?: boolean;
  /** Before the service's name in the topic's; `zhibu` unless told. */
  readonly topicPrefix?: string;
  /** How long a relay that says nothing leads; 5,000 unless told. */
  readonly leaseMs?: number;
  /** Told whenever state or error change: the place for an alarm. */
  readonly onChange?: (status: RelayStatus) => void;
  /** Runs the transaction that carries these events: the place for a trace. */
  readonly around?: AroundBatch;
  readonly timing?: Timing;
}

/** How a relay fares: for health and metrics. */
export interface RelayStatus {
  readonly service: ServiceName;
  /** `standby`: another process leads. `blocked`: tried again for ever, by itself. */
  readonly state: 'active' | 'standby' | 'blocked' | 'stopped';
  /** Carried to the topic up to here, by whoever leads; 0n: nothing yet. */
  readonly position: bigint;
  /** The end of the log, as last seen. */
  readonly head: bigint;
  /** Events of the log not in the topic yet. */
  readonly lag: number;
  /** For how long the topic has been behind the log, in seconds. */
  readonly lagSeconds: number;
  readonly error?: string;
}

const LEASE_MS = 5_000;
const LOOKS_A_LEASE = 5;

/**
 * Carries a service's log to its topic, each event once and in order: a catch-up subscription to the store behind a
 * transactional producer. Any number may run; one leads. Whoever begins to lead first makes the broker refuse the one
 * before, then reads how far the topic has come, and goes on after it.
 */
export class Relay {
  private readonly options: RelayOptions;
  private readonly topic: string;
  private readonly timing: Timing;
  private readonly lease: Lease;
  private readonly leaseMs: number;
  private readonly lagEstimate: LagEstimate;
  private life: AbortController | undefined;
  private loops: Promise<unknown> = Promise.resolve();
  private trouble: { readonly state: RelayStatus['state']; readonly error?: unknown } = { state: 'stopped' };
  private at: Checkpoint | undefined;
  private head = 0n;
  private caughtUpAt = Date.now();
  private failures = 0;

  constructor(options: RelayOptions) {
    this.options = options;
    this.topic = topicOf(options.service, options.topicPrefix);
    this.timing = options.timing ?? realTiming;
    this.lagEstimate = new LagEstimate(options.gapless ?? true);
    this.leaseMs = options.leaseMs ?? LEASE_MS;
    this.lease = new Lease(options.database, options.service, { name: randomUUID(), leaseMs: this.leaseMs });
  }

  start(): void {
    if (this.life) return;
    this.life = new AbortController();
    this.caughtUpAt = Date.now();
    this.enter('standby');
    this.loops = Promise.all([this.carryOn(this.life.signal), this.lookAhead(this.life.signal)]);
  }

  /** Ends after the transaction it is in, and leaves the lead to whoever waits for it. */
  async stop(): Promise<void> {
    this.life?.abort();
    await this.loops;
    this.life = undefined;
    this.enter('stopped');
  }

  status(): RelayStatus {
    const { state, error } = this.trouble;
    const position = this.at?.position ?? 0n;
    const lag = this.lagEstimate.between(position, this.head);
    return {
      service: this.options.service,
      state,
      position,
      head: this.head,
      lag,
      lagSeconds: lag === 0 ? 0 : (Date.now() - this.caughtUpAt) / 1000,
      ...(error === undefined ? {} : { error: wordsOfError(error) }),
    };
  }

  private async carryOn(life: AbortSignal): Promise<void> {
    while (!life.aborted) {
      try {
        const last = await this.lease.take();
        if (last) await this.lead(last, life);
        else await this.standBy(life);
      } catch (error) {
        if (!life.aborted) await this.heldUp(error, life);
      }
    }
  }

  private async standBy(life: AbortSignal): Promise<void> {
    this.enter('standby');
    this.at = (await readRelayPosition(this.options.database, this.options.service))?.checkpoint;
    await this.timing.sleep(this.leaseMs / LOOKS_A_LEASE, life);
  }

  /** Leads until it is stopped, deposed, or something fails. */
  private async lead(last: RelayPosition, life: AbortSignal): Promise<void> {
    const { service, cluster, key, store, topicPrefix = 'zhibu', around = (_events, write) => write() } = this.options;
    const leadership = new Leadership(
      {
        store,
        lease: this.lease,
        timing: this.timing,
        renewEveryMs: this.leaseMs / LOOKS_A_LEASE,
        around: (events, write) => {
          this.lagEstimate.saw(events[0], events.at(-1), events.length);
          return around(events, write);
        },
        onCarried: (checkpoint) => this.carried(checkpoint),
      },
      last,
    );
    const end = (): void => leadership.end();
    life.addEventListener('abort', end);
    const renewing = leadership.keep();
    try {
      const writer = await TopicWriter.open({
        service,
        key,
        cluster,
        topic: this.topic,
        transactionalId: relayIdOf(service, topicPrefix),
      });
      this.at = await leadership.begin(writer);
      this.enter('active');
      await leadership.carry(writer);
    } finally {
      life.removeEventListener('abort', end);
      end();
      await renewing;
      await this.lease.release(last.epoch).catch(() => undefined);
    }
  }

  private carried(checkpoint: Checkpoint | undefined): void {
    this.at = checkpoint;
    this.failures = 0;
    const position = checkpoint?.position ?? 0n;
    this.sees(position > this.head ? position : this.head);
  }

  private async lookAhead(life: AbortSignal): Promise<void> {
    while (!life.aborted) {
      const head = await this.options.store.head('lately').catch(() => undefined);
      if (head) this.sees(head.position);
      await this.timing.sleep(1_000, life);
    }
  }

  private sees(head: bigint): void {
    this.head = head;
    if (head <= (this.at?.position ?? 0n)) this.caughtUpAt = Date.now();
  }

  private async heldUp(error: unknown, life: AbortSignal): Promise<void> {
    if (error instanceof Deposed) return this.standBy(life);
    this.enter('blocked', error);
    await this.timing.sleep(backOff(this.failures, this.timing.random), life);
    this.failures += 1;
  }

  private enter(state: RelayStatus['state'], error?: unknown): void {
    const news = state !== this.trouble.state || wordsOfError(error) !== wordsOfError(this.trouble.error);
    this.trouble = error === undefined ? { state } : { state, error };
    if (news) this.options.onChange?.(this.status());
  }
}
