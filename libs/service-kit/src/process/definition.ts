import type { LoggerService } from '@nestjs/common';
import { type ServiceName, services } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { EventStore } from '@zhibu/event-store';
import type { FeedConsumer } from '@zhibu/feed';
import type { ServiceContext } from './context.ts';
import type { AnyAggregate } from '../doors/aggregate.ts';
import { feedsAnswered, type Reactions } from '../reactions/reaction.ts';
import type { Timetable } from '../reactions/timetable.adapter.ts';
import type { HealthCheck } from '../observing/health.ts';
import type { FeedSources } from './feeds.ts';
import type { Metrics } from '../observing/metrics.ts';
import type { TokenKeys } from '../access/token.ts';

/** A service, declared: the kit makes its Nest module, doors and feeds of it. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Folders with the migrations of its look-ups. */
  readonly migrations: readonly string[];
  /** By the contracts' `aggregate`. */
  readonly aggregates: (context: ServiceContext) => Readonly<Record<string, AnyAggregate>>;
  /** Its look-ups, on its own feed and on those of others. */
  readonly lookups: readonly FeedConsumer[];
  /** What it does about the events of others and its own. */
  readonly reactions?: Reactions;
  /** What it does because a day has come. */
  readonly timetable?: (context: ServiceContext) => Timetable;
}

/** The feeds that a service takes: its own, and those of the services whose events it keeps or answers. */
export function feedsOf({ name, lookups, reactions }: ServiceDefinition): readonly ServiceName[] {
  const taken = new Set([
    name,
    ...lookups.map(({ service }) => service),
    ...(reactions ? feedsAnswered(reactions) : []),
  ]);
  return services.filter((service) => taken.has(service));
}

/** What a service runs on; which adapters they are is the wiring's choice, nobody else knows it. */
export interface ServiceRuntime {
  readonly store: EventStore;
  readonly database: Pool;
  /** Where the facts of each service come from. */
  readonly sources: FeedSources;
  /** Who calls must show a token signed with one of these. */
  readonly keys: TokenKeys;
  /** Where the service is measured; kept to itself unless told. */
  readonly metrics?: Metrics;
  /** Nest's warnings and errors on the console unless told. */
  readonly logger?: LoggerService;
  /** What health asks beside store and database. */
  readonly checks?: readonly HealthCheck[];
  /** Events that a feed may be behind before health says so; 100,000 unless told. */
  readonly lagLimit?: number;
  /** Milliseconds since 1970; the machine's clock unless told. */
  readonly now?: () => number;
  /** How often the timetable is looked at, in milliseconds; every minute unless told. */
  readonly timetableEveryMs?: number;
}
