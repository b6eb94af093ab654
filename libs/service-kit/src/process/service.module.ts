import type { IncomingMessage } from 'node:http';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ServiceName, Wording } from '@zhibu/contracts';
import type { EventStore, StoreFault } from '@zhibu/event-store';
import type { FeedConsumer } from '@zhibu/feed';
import { dayOf } from '@zhibu/kernel';
import { CommandController } from '../doors/command.controller.ts';
import { CommandDoor } from '../doors/command-door.ts';
import { type ServiceContext, wordsOf } from './context.ts';
import { schemaOf, type ServiceDefinition, type ServiceRuntime } from './definition.ts';
import { logAheadOfClock } from '../observing/clock.ts';
import { type ClocksApart, clocksCheck } from '../observing/clocks-apart.ts';
import { doorOf, edge } from '../doors/edge.adapter.ts';
import { HealthController } from '../observing/health.controller.ts';
import { Health, type HealthCheck } from '../observing/health.ts';
import { LogController } from '../doors/log.controller.ts';
import { Metrics } from '../observing/metrics.ts';
import { PROGRAM, programOf } from '../observing/program.ts';
import { states, whenDown, withDetail } from '../observing/vocabulary.ts';
import { ObservedStore } from '../observing/observed-store.ts';
import { ProblemFilter } from '../doors/problem-filter.adapter.ts';
import { reactionConsumers } from '../reactions/reaction.ts';
import { ServiceFeeds } from './service-feeds.adapter.ts';
import { StreamController } from '../doors/stream.controller.ts';
import { Timekeeper, type Timetable } from '../reactions/timetable.adapter.ts';
import { accessProviders } from './access-providers.ts';
import { TokenVerifier } from '../access/token.ts';
import { speaking } from './tls-settings.ts';
import { EVENT_STORE } from './tokens.ts';
import { traceRequests } from '../observing/tracing.ts';

/** A batch of 500 commands with long texts; more is refused before it is parsed. */
const BODY_LIMIT = '8mb';
/** Events behind a feed from which on health says so, unless told otherwise. */
export const LAG_LIMIT = 100_000;

/** So many damaged streams are named by health; the log names all. */
const FAULTS_NAMED = 10;

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
    ...clockOf(runtime),
    caughtUp: async (lookup, to) => {
      refuseStrange(definition.name, lookup, [...definition.lookups, ...own.consumers]);
      const position = to ?? (await runtime.store.head())?.position;
      if (position !== undefined) await feeds.reached(lookup, position);
    },
  };
  const own = ownOf(definition, context);
  const door = new CommandDoor(definition.name, store, definition.aggregates(context));
  const { database, sources } = runtime;
  const verifier = new TokenVerifier(runtime.trusted, definition.name);
  const feeds = new ServiceFeeds({ process: definition.name, metrics, database, sources }, [
    ...definition.lookups,
    ...own.consumers,
    ...reactionsOf(definition, context, door),
  ]);
  return {
    feeds,
    module: ServiceModule,
    controllers: [CommandController, LogController, StreamController, HealthController, ...own.controllers],
    providers: [
      { provide: EVENT_STORE, useValue: store },
      { provide: Metrics, useValue: metrics },
      ...healthProviders(definition, healthOf(definition, runtime, { feeds, clocks: verifier.clocks })),
      { provide: CommandDoor, useValue: door },
      ...accessProviders(definition, { context, feeds, sources, verifier }),
      ...own.providers,
      ...timekeepers(definition.timetable?.(context), { door, everyMs: runtime.timetableEveryMs }),
    ],
  };
}

/** What the door of health is told by: how the service stands, and what it is. */
const healthProviders = (definition: ServiceDefinition, health: Health): readonly Provider[] => [
  { provide: Health, useValue: health },
  { provide: PROGRAM, useValue: programOf([schemaOf(definition)]) },
];

/** What a service has beside what all have. */
function ownOf({ consumers, doors }: ServiceDefinition, context: ServiceContext) {
  const { controllers = [], providers = [] } = doors?.(context) ?? {};
  return { consumers: consumers?.(context) ?? [], controllers, providers };
}

const reactionsOf = (
  { name: service, reactions }: ServiceDefinition,
  context: ServiceContext,
  door: CommandDoor,
): readonly FeedConsumer[] => (reactions ? reactionConsumers(reactions, { service, context, door }) : []);

const clockOf = ({ now = Date.now }: ServiceRuntime): Pick<ServiceContext, 'today' | 'now'> => ({
  today: () => dayOf(now()),
  now,
});

function refuseStrange(name: ServiceName, lookup: FeedConsumer, own: readonly FeedConsumer[]): void {
  if (lookup.service !== name || !own.includes(lookup))
    throw new Error(`${name} has no look-up ${wordsOf(lookup)} that its own log is read by`);
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
  { feeds, clocks }: { readonly feeds: ServiceFeeds; readonly clocks: ClocksApart },
): Health {
  return new Health({
    lagLimit,
    now,
    feeds: () => feeds.statuses(),
    checks: [
      {
        name: 'database',
        isRequired: true,
        whenDown: whenDown.database,
        check: async () => {
          await database.query('SELECT 1');
        },
      },
      ...checksOf(name, store, now),
      clocksCheck(clocks),
      ...checks,
    ],
  });
}

/** What is asked of the store: whether it answers, whether it lacks anything, and whether its clock fits ours. */
function checksOf(name: ServiceName, store: EventStore, now: () => number): readonly HealthCheck[] {
  return [
    {
      name: 'store',
      isRequired: true,
      whenDown: whenDown.store,
      check: async () => {
        await store.head();
        const ofAll = (await store.faults()).filter(({ stream }) => stream === undefined);
        return ofAll[0] && withDetail(states.denied, ofAll.map(({ says }) => says).join('; '));
      },
    },
    {
      name: 'streams of the store',
      isRequired: false,
      whenDown: whenDown.faults,
      check: async () => faultWords((await store.faults()).filter(({ stream }) => stream !== undefined)),
    },
    {
      name: 'clock of the log',
      isRequired: false,
      whenDown: whenDown.clock,
      check: () => logAheadOfClock(name, store, now()),
    },
  ];
}

/** All that is to be mended in one sentence, with what the store says of the first few. */
function faultWords(faults: readonly StoreFault[]): Wording | undefined {
  if (faults.length === 0) return undefined;
  const named = faults.slice(0, FAULTS_NAMED).map(({ says }) => says);
  return withDetail(states.damaged(faults.length), named.join('; '));
}

/** Bodies are read at the doors that take one, and only JSON. */
const isRead = ({ url = '', headers }: IncomingMessage): boolean =>
  /^\/(commands|log)\b/.test(url) && /^application\/json\b/i.test(headers['content-type'] ?? '');

/** The service as a Nest application, ready but not listening: the caller mounts it or lets it listen. */
export async function createService(
  definition: ServiceDefinition,
  runtime: ServiceRuntime,
): Promise<NestExpressApplication> {
  const { feeds, ...module } = serviceModule(definition, runtime);
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: runtime.logger ?? ['warn', 'error'],
    bodyParser: false,
    ...speaking(runtime.tls),
    // A token is made out for the body as it goes over the wire.
    rawBody: true,
  });
  app.use(edge(runtime.hosts));
  app.use(traceRequests);
  // Who may send is known before what he sends is read.
  const verifier = app.get(TokenVerifier);
  app.use(
    '/commands',
    doorOf(({ headers }) => verifier.known(headers.authorization)),
  );
  app.useBodyParser('json', { limit: BODY_LIMIT, type: isRead });
  app.useGlobalFilters(new ProblemFilter());
  app.disable('x-powered-by');
  app.connectMicroservice({ strategy: feeds.transport });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
