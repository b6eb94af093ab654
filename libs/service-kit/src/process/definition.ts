import type { DynamicModule, LoggerService } from '@nestjs/common';
import { type ServiceName, services } from '@zhibu/contracts';
import type { BroughtSchema, Pool } from '@zhibu/database';
import { type EventStore, eventStoreMigrations } from '@zhibu/event-store';
import { type FeedConsumer, feedMigrations } from '@zhibu/feed';
import type { Setting } from './configuration.ts';
import type { ServiceContext } from './context.ts';
import type { OwnSubjects } from '../access/duty-check.ts';
import type { AnyAggregate } from '../doors/aggregate.ts';
import { feedsAnswered, type Reactions } from '../reactions/reaction.ts';
import type { Timetable } from '../reactions/timetable.adapter.ts';
import type { HealthCheck } from '../observing/health.ts';
import type { FeedSources } from './feeds.ts';
import type { Metrics } from '../observing/metrics.ts';
import type { ServerTls } from './tls-settings.ts';
import type { TrustedKeys } from '../access/key.ts';

/** A service, declared: the kit makes its Nest module, doors and feeds of it. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Folders with the migrations of its look-ups. */
  readonly migrations: readonly string[];
  /** By the contracts' `aggregate`. */
  readonly aggregates: (context: ServiceContext) => Readonly<Record<string, AnyAggregate>>;
  /** Its look-ups, on its own feed and on those of others. */
  readonly lookups: readonly FeedConsumer[];
  /** The subjects of its own that commands are about; the others are about an organization. */
  readonly subjects?: (context: ServiceContext) => OwnSubjects;
  /** What it does about the events of others and its own. */
  readonly reactions?: Reactions;
  /** What it does because a day has come. */
  readonly timetable?: (context: ServiceContext) => Timetable;
  /** What it does beside its database about events of its own; safe to repeat. */
  readonly consumers?: (context: ServiceContext) => readonly FeedConsumer[];
  /** Doors of its own, beside those that every service has. */
  readonly doors?: (context: ServiceContext) => Pick<DynamicModule, 'controllers' | 'providers'>;
  /** Settings of its own, which it reads itself; here they are only checked, so that all faults are told at once. */
  readonly settings?: Readonly<Record<string, Setting<unknown>>>;
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

/** The schema of a service: its store, its feeds' checkpoints, its look-ups. */
export const schemaOf = ({ name, migrations }: ServiceDefinition): BroughtSchema => ({
  schema: name,
  folders: [eventStoreMigrations, feedMigrations, ...migrations],
});

/** What a service runs on; which adapters they are is the wiring's choice, nobody else knows it. */
export interface ServiceRuntime {
  readonly store: EventStore;
  readonly database: Pool;
  /** Where the facts of each service come from. */
  readonly sources: FeedSources;
  /** Who calls must show a token signed with one of these. */
  readonly trusted: TrustedKeys;
  /** Where the service is measured; kept to itself unless told. */
  readonly metrics?: Metrics;
  /** Nest's warnings and errors on the console unless told. */
  readonly logger?: LoggerService;
  /** Certificate and key of its server; plain HTTP unless told. */
  readonly tls?: ServerTls | undefined;
  /** Host names under which it answers, beside those of the loopback. */
  readonly hosts?: readonly string[];
  /** What health asks beside store and database. */
  readonly checks?: readonly HealthCheck[];
  /** Events that a feed may be behind before health says so; 100,000 unless told. */
  readonly lagLimit?: number;
  /** Milliseconds since 1970; the machine's clock unless told. */
  readonly now?: () => number;
  /** How often the timetable is looked at, in milliseconds; every minute unless told. */
  readonly timetableEveryMs?: number;
}
