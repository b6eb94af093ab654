import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { dayOf } from '@zhibu/kernel';
import {
  Health,
  HealthController,
  LAG_LIMIT,
  Metrics,
  MetricsController,
  ProblemFilter,
  ServiceFeeds,
  traceRequests,
} from '@zhibu/service-kit';
import type { Request } from 'express';
import { CommandSender } from './commands/command-sender.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { commandMutations } from './commands/commands.mutations.ts';
import { namesIn } from './commands/named-problem.ts';
import type { ReadProgress } from './commands/projected.ts';
import { ServiceClient } from './commands/service-client.adapter.ts';
import type { GatewayRuntime } from './configuration.ts';
import { ExplorerController, explorerPlugin } from './explorer/explorer.controller.ts';
import { Answers } from './answers/answers.ts';
import { type Keeping, keptAnswers } from './answers/kept-answers.adapter.ts';
import { ReadViews } from './answers/noted-model.ts';
import { reliancePlugin } from './answers/reliance-plugin.ts';
import { Settlement } from './knowledge/settlement.ts';
import { SettlingAhead } from './knowledge/settling.adapter.ts';
import { ViewStateReader } from './knowledge/view-versions.ts';
import { projector } from './projector.ts';
import { readModelOn } from './read-model.ts';
import { commandBodies, queryBodies, querySizes } from './request/bodies.ts';
import { type ContextSources, contextOf } from './request/context.ts';
import { compressed } from './request/compressed.ts';
import { rememberLanguage } from './request/language.ts';
import { operationMetrics } from './request/operation-metrics.ts';
import { formatError } from './schema/errors.ts';
import { limitsPlugin } from './schema/limits.ts';
import { textLimits } from './schema/query-size.ts';
import { scalars } from './schema/scalars.ts';
import { storableTextPlugin } from './schema/storable-text.ts';
import { typeDefinitions } from './schema/type-definitions.ts';
import { resolvers, views } from './views/index.ts';

/** A query that is wrong in many places is refused with so many of them. */
const ERRORS_NAMED = 20;

@Module({})
class GatewayModule {}

/** The gateway's Nest module: the read model and its feeds, GraphQL over it, the doors for commands. */
export function gatewayModule(
  runtime: GatewayRuntime,
): DynamicModule & { readonly feeds: ServiceFeeds; readonly keeping: Keeping } {
  const { database, sources, keys, metrics = new Metrics() } = runtime;
  const feeds = new ServiceFeeds({ process: 'gateway', metrics, database, sources }, projector());
  const client = new ServiceClient({ urls: runtime.services, keys });
  const progress: ReadProgress = {
    reached: (service, { position, stream }, signal) => feeds.of(service).reached(position, stream, signal),
  };
  const context = contextSources(runtime, client, progress);
  const sender = new CommandSender(client, namesIn(context.model));
  const mutations = commandMutations({ sender, progress, projectedWithinMs: runtime.projectedWithinMs ?? 5000 });
  return {
    feeds,
    keeping: {
      metrics,
      today: context.today,
      answers: new Answers(runtime.bytesKept),
      state: new ViewStateReader(database),
    },
    module: GatewayModule,
    imports: [GraphQLModule.forRoot<ApolloDriverConfig>(graphql(context, mutations, operationMetrics(metrics)))],
    controllers: [CommandsController, ExplorerController, HealthController, MetricsController],
    providers: [
      { provide: CommandSender, useValue: sender },
      { provide: Metrics, useValue: metrics },
      { provide: Health, useValue: healthOf(runtime, feeds) },
      ...(runtime.settleEveryMs === undefined
        ? []
        : [{ provide: SettlingAhead, useValue: new SettlingAhead(context.settlement, runtime.settleEveryMs) }]),
    ],
  };
}

function healthOf({ database, checks = [], lagLimit = LAG_LIMIT, now }: GatewayRuntime, feeds: ServiceFeeds): Health {
  const readModel = {
    name: 'database',
    isRequired: true,
    check: async () => {
      await database.query('SELECT 1');
    },
  };
  return new Health({ lagLimit, now, feeds: () => feeds.statuses(), checks: [readModel, ...checks] });
}

function contextSources(runtime: GatewayRuntime, client: ServiceClient, progress: ReadProgress): ContextSources {
  const now = runtime.now ?? Date.now;
  const waitMs = runtime.knownWithinMs ?? 3000;
  const model = readModelOn(runtime.database);
  const settlement = new Settlement({
    now,
    waitMs,
    settle: (service, instant) => client.settle(service, instant),
    reached: (service, position, signal) => progress.reached(service, { position }, signal),
  });
  const reads = new ReadViews(views);
  return { model, reads, settlement, today: () => dayOf(now()), replay: { client, model, progress, waitMs } };
}

function graphql(sources: ContextSources, mutations: object, measuring: ApolloServerPlugin): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: '/graphql',
    typeDefs: typeDefinitions(),
    resolvers: { ...scalars, ...resolvers, Mutation: mutations },
    context: ({ req }: { req: Request }) => contextOf(req, sources),
    formatError,
    plugins: [explorerPlugin, limitsPlugin, storableTextPlugin, measuring, reliancePlugin],
    introspection: true,
    parseOptions: { maxTokens: textLimits.tokens },
    validationOptions: { maxErrors: ERRORS_NAMED },
    executionOptions: { maxCoercionErrors: ERRORS_NAMED },
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    autoTransformHttpErrors: false,
    graphiql: false,
    persistedQueries: false,
    cache: 'bounded',
  };
}

/** The gateway as a Nest application, ready but not listening. */
export async function createGateway(runtime: GatewayRuntime): Promise<NestExpressApplication> {
  const { feeds, keeping, ...module } = gatewayModule(runtime);
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: runtime.logger ?? ['warn', 'error'],
    bodyParser: false,
  });
  app.disable('x-powered-by');
  for (const { path, application } of runtime.mounts ?? []) app.use(path, application);
  app.use(traceRequests);
  app.use(rememberLanguage);
  app.use(compressed);
  app.use('/commands', ...commandBodies);
  app.use('/graphql', queryBodies, keptAnswers(keeping), querySizes);
  app.useGlobalFilters(new ProblemFilter());
  app.connectMicroservice({ strategy: feeds.transport });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
