import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { dayOf } from '@zhibu/kernel';
import { CommandController } from '../doors/command.controller.ts';
import { CommandDoor } from '../doors/command-door.ts';
import { type ServiceContext, wordsOf } from './context.ts';
import type { ServiceDefinition, ServiceRuntime } from './definition.ts';
import { logAheadOfClock } from '../observing/clock.ts';
import { HealthController } from '../observing/health.controller.ts';
import { Health } from '../observing/health.ts';
import { LogController } from '../doors/log.controller.ts';
import { Metrics } from '../observing/metrics.ts';
import { MetricsController } from '../observing/metrics.controller.ts';
import { ObservedStore } from '../observing/observed-store.ts';
import { ProblemFilter } from '../doors/problem-filter.adapter.ts';
import { reactionConsumers } from '../reactions/reaction.ts';
import { ServiceFeeds } from './service-feeds.adapter.ts';
import { StreamController } from '../doors/stream.controller.ts';
import { Timekeeper, type Timetable } from '../reactions/timetable.adapter.ts';
import { TokenVerifier } from '../access/token.ts';
import { EVENT_STORE } from './tokens.ts';
import { traceRequests } from '../observing/tracing.ts';

/** A batch of 500 commands with long texts; more is refused before it is parsed. */
const BODY_LIMIT = '8mb';
/** Events behind a feed from which on health says so, unless told otherwise. */
export const LAG_LIMIT = 100_000;

@Module({})
class ServiceModule {}

/** The Nest module of a declared service: its doors, its feeds, its health. */
export function serviceModule(
  definition: ServiceDefinition,
  runtime: ServiceRuntime,
): DynamicModule & { readonly feeds: ServiceFeeds } {
  const metrics = runtime.metrics ?? new Metrics();
  const store = new ObservedStore(runtime.store, { service: definition.name, metrics });
  const context: ServiceContext = {
    store,
    database: runtime.database,
    today: () => dayOf((runtime.now ?? Date.now)()),
    caughtUp: async (lookup) => {
      if (lookup.service !== definition.name || !definition.lookups.includes(lookup))
        throw new Error(`${definition.name} has no look-up ${wordsOf(lookup)} that its own log is read by`);
      const head = await runtime.store.head();
      if (head) await feeds.reached(lookup, head.position);
    },
  };
  const door = new CommandDoor(definition.name, store, definition.aggregates(context));
  const reactions = definition.reactions
    ? reactionConsumers(definition.reactions, { service: definition.name, context, door })
    : [];
  const { database, sources } = runtime;
  const feeds = new ServiceFeeds({ process: definition.name, metrics, database, sources }, [
    ...definition.lookups,
    ...reactions,
  ]);
  return {
    feeds,
    module: ServiceModule,
    controllers: [CommandController, LogController, StreamController, HealthController, MetricsController],
    providers: [
      { provide: EVENT_STORE, useValue: store },
      { provide: Metrics, useValue: metrics },
      { provide: Health, useValue: healthOf(definition, runtime, feeds) },
      { provide: CommandDoor, useValue: door },
      ...timekeepers(definition.timetable?.(context), { door, everyMs: runtime.timetableEveryMs }),
      { provide: TokenVerifier, useValue: new TokenVerifier(runtime.keys, definition.name) },
    ],
  };
}

function timekeepers(
  timetable: Timetable | undefined,
  by: { readonly door: CommandDoor; readonly everyMs: number | undefined },
): readonly Provider[] {
  return timetable ? [{ provide: Timekeeper, useValue: new Timekeeper({ timetable, ...by }) }] : [];
}

function healthOf(
  { name }: ServiceDefinition,
  { store, database, checks = [], lagLimit = LAG_LIMIT, now = Date.now }: ServiceRuntime,
  feeds: ServiceFeeds,
): Health {
  return new Health({
    lagLimit,
    now,
    feeds: () => feeds.statuses(),
    checks: [
      {
        name: 'database',
        isRequired: true,
        check: async () => {
          await database.query('SELECT 1');
        },
      },
      {
        name: 'store',
        isRequired: true,
        check: async () => {
          await store.head();
        },
      },
      { name: 'clock of the log', isRequired: false, check: () => logAheadOfClock(name, store, now()) },
      ...checks,
    ],
  });
}

/** The service as a Nest application, ready but not listening: the caller mounts it or lets it listen. */
export async function createService(
  definition: ServiceDefinition,
  runtime: ServiceRuntime,
): Promise<NestExpressApplication> {
  const { feeds, ...module } = serviceModule(definition, runtime);
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: runtime.logger ?? ['warn', 'error'],
    bodyParser: false,
  });
  app.use(traceRequests);
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useGlobalFilters(new ProblemFilter());
  app.disable('x-powered-by');
  app.connectMicroservice({ strategy: feeds.transport });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
