import { X509Certificate } from 'node:crypto';
import type { ServiceName } from '@zhibu/contracts';
import type { SubscriberStatus } from '@zhibu/feed';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { LagClock } from './lag-clock.ts';

/** Whom the lag of is told: where a reader stands and where what it reads ends. */
export interface Standing {
  readonly position: bigint;
  readonly head: bigint;
  /** How many events lie between, where positions do not tell. */
  readonly events?: number;
}

interface About<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly Label[];
}
type FeedLabels = 'process' | 'group' | 'service';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SAMPLE_EVERY_MS = 1_000;
/** Names that clients give their operations: more of them than this count as one. */
const OPERATION_NAMES = 200;

/**
 * What a process tells Prometheus. Every label is one of a closed list (services, groups, commands of the contracts,
 * outcomes) or, for the names of GraphQL operations, of a bounded one.
 */
export class Metrics {
  readonly registry = new Registry();
  /** Seconds of an append, and appends that met another revision than expected. */
  readonly append = this.histogram('zhibu_append_seconds', 'Time of an append to the event store', ['service']);
  readonly conflicts = this.counter('zhibu_append_conflicts_total', 'Appends that met another revision than expected', [
    'service',
  ]);
  readonly seal = this.histogram(
    'zhibu_seal_seconds',
    'From an append until the log has its events, as commands wait for it',
    ['service'],
  );
  readonly commands = this.counter('zhibu_commands_total', 'Commands by what became of them', [
    'service',
    'command',
    'outcome',
  ]);
  readonly skipped = this.counter('zhibu_feed_skipped_total', 'Messages passed over, by the rule', [
    'service',
    'reason',
  ]);
  readonly dropped = this.counter(
    'zhibu_store_follower_dropped_total',
    'Subscriptions to a log that the event store dropped because they lagged; each was back at once',
    ['service'],
  );
  readonly projection = this.histogram('zhibu_projection_seconds', 'Time to apply a batch of events', [
    'process',
    'group',
    'service',
  ]);
  private readonly operations = this.counter('zhibu_graphql_operations_total', 'GraphQL operations', [
    'operation',
    'name',
    'outcome',
  ]);
  private readonly operationSeconds = this.histogram('zhibu_graphql_seconds', 'Time of a GraphQL operation', [
    'operation',
  ]);
  private readonly names = new Set<string>();
  private readonly collectors = new Map<string, (() => unknown)[]>();
  private readonly samplers: (() => void)[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.timer = setInterval(() => {
      for (const sample of this.samplers) sample();
    }, SAMPLE_EVERY_MS).unref();
  }

  /** With what Node tells of its process; one a process. */
  static ofProcess(): Metrics {
    const metrics = new Metrics();
    collectDefaultMetrics({ register: metrics.registry });
    return metrics;
  }

  /** Counts a GraphQL operation. @param name as its client named it */
  operation(
    asked: { readonly operation: string; readonly name: string | null | undefined; readonly outcome: string },
    seconds: number,
  ): void {
    this.operations.inc({ ...asked, name: this.bounded(asked.name) });
    this.operationSeconds.observe({ operation: asked.operation }, seconds);
  }

  /** Tells how far behind the subscribers of a process are, and what they have parked. */
  watchFeeds(process: string, statuses: () => readonly SubscriberStatus[]): void {
    const labels = ({ service, group }: SubscriberStatus) => ({ process, group, service });
    const gauge = (name: string, help: string, value: (status: SubscriberStatus) => number): void => {
      this.gauge<FeedLabels>({ name, help, labelNames: ['process', 'group', 'service'] }, (into) => {
        for (const status of statuses()) into.set(labels(status), value(status));
      });
    };
    gauge('zhibu_projection_lag_events', 'Events of the feed that are not dealt with', ({ lag }) => lag);
    gauge(
      'zhibu_parked_streams',
      'Streams parked behind an event that cannot be applied',
      ({ parkedStreams }) => parkedStreams,
    );
    gauge('zhibu_feed_running', '1 while the consumer runs, 0 while it is blocked or stopped', ({ state }) =>
      state === 'running' ? 1 : 0,
    );
    const clocks = new Map<string, LagClock>();
    const clockOf = ({ service, group }: SubscriberStatus): LagClock => {
      const key = `${group} ${service}`;
      const clock = clocks.get(key) ?? new LagClock();
      clocks.set(key, clock);
      return clock;
    };
    this.samplers.push(() => {
      for (const status of statuses()) clockOf(status).note(status.position, status.head, Date.now());
    });
    gauge('zhibu_projection_lag_seconds', 'Since the first event that is not dealt with was seen', (status) =>
      clockOf(status).seconds(Date.now()),
    );
  }

  /** Tells how far behind something is that reads a service's store: its sealer, its relay. Asked when metrics are. */
  watchReader(what: 'seal' | 'relay', service: ServiceName, standing: () => Promise<Standing>): void {
    const clock = new LagClock();
    const now = async (): Promise<Standing> => {
      const found = await standing();
      clock.note(found.position, found.head, Date.now());
      return found;
    };
    this.gauge<'service'>(
      { name: `zhibu_${what}_lag_events`, help: `Events that the ${what} has before it`, labelNames: ['service'] },
      async (into) => {
        const { position, head, events } = await now();
        into.set({ service }, events ?? Number(head - position));
      },
    );
    this.gauge<'service'>(
      {
        name: `zhibu_${what}_lag_seconds`,
        help: `Since the first event before the ${what} was seen`,
        labelNames: ['service'],
      },
      async (into) => {
        await now();
        into.set({ service }, clock.seconds(Date.now()));
      },
    );
  }

  /** Tells how many streams of a service's store are damaged. Asked when metrics are. */
  watchDamage(service: ServiceName, count: () => Promise<number>): void {
    const name = 'zhibu_store_damaged_streams';
    const help = 'Streams some of which was taken away from the store; their commands are refused';
    this.gauge<'service'>({ name, help, labelNames: ['service'] }, async (into) =>
      into.set({ service }, await count()),
    );
  }

  /** Tells until when the process can prove itself. @param certificate in PEM, its own before those above it */
  watchCertificate(certificate: string): void {
    const name = 'zhibu_certificate_not_after_seconds';
    const help = 'When the certificate of this process ends, in seconds since 1970';
    const seconds = new X509Certificate(certificate).validToDate.getTime() / 1_000;
    this.gauge<never>({ name, help, labelNames: [] }, (into) => into.set(seconds));
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  close(): void {
    clearInterval(this.timer);
    this.registry.clear();
  }

  private bounded(name: string | null | undefined): string {
    if (!name) return 'anonymous';
    if (this.names.size >= OPERATION_NAMES && !this.names.has(name)) return 'other';
    this.names.add(name.slice(0, 64));
    return name.slice(0, 64);
  }

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets: SECONDS, registers: [this.registry] });
  }

  /** A gauge that asks when it is read; several may tell of themselves under one name. */
  private gauge<Label extends string>(
    { name, help, labelNames }: About<Label>,
    collect: (into: Gauge<Label>) => unknown,
  ): void {
    const known = this.collectors.get(name);
    const existing = this.registry.getSingleMetric(name);
    if (known && existing instanceof Gauge) {
      known.push(() => collect(existing));
      return;
    }
    const collectors: (() => unknown)[] = [];
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      // What cannot be asked just now is left out; the others are told all the same.
      collect: async () => {
        gauge.reset();
        await Promise.all(
          collectors.map((one) =>
            Promise.resolve()
              .then(one)
              .catch(() => undefined),
          ),
        );
      },
    });
    collectors.push(() => collect(gauge));
    this.collectors.set(name, collectors);
  }
}
