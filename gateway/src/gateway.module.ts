import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ServiceName } from '@zhibu/contracts';
import {
  edge,
  Health,
  HealthController,
  Metrics,
  PROGRAM,
  programOf,
  ProblemFilter,
  ServiceFeeds,
  speaking,
  traceRequests,
} from '@zhibu/service-kit';
import type { Request } from 'express';
import { type LogInDoors, logInDoors } from './access/log-in.module.ts';
import { AccessLogController } from './access-log/access-log.controller.ts';
import type { AccessReader } from './access-log/access-reader.ts';
import { accessLogging } from './access-log/access-log.module.ts';
import { accessPlugin } from './access-log/access-plugin.ts';
import { logged } from './access-log/logged.ts';
import { identified, type Proofs } from './access/identified.ts';
import { SessionDuties } from './access/session-duties.ts';
import { OperatorDoor } from './access/operator-door.ts';
import { AUDIT_SOURCES, AuditController } from './audit/audit.controller.ts';
import { CommandSender } from './commands/command-sender.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { commandMutations } from './commands/commands.mutations.ts';
import { LogController } from './log/log.controller.ts';
import type { ReadProgress } from './commands/projected.ts';
import { ServiceClient } from './commands/service-client.adapter.ts';
import type { GatewayRuntime } from './configuration.ts';
import { DrawsController } from './draws/draws.controller.ts';
import { DOCUMENT_SOURCES, DocumentsController } from './documents/documents.controller.ts';
import { peopleDoor } from './people/people.module.ts';
import { healthOf } from './health.ts';
import { EvidenceController } from './evidence/evidence.controller.ts';
import { ExplorerController, explorerPlugin } from './explorer/explorer.controller.ts';
import { Answers } from './answers/answers.ts';
import { type Keeping, keptAnswers } from './answers/kept-answers.adapter.ts';
import { reliancePlugin } from './answers/reliance-plugin.ts';
import { ViewStateReader } from './knowledge/view-versions.ts';
import { projector } from './projector.ts';
import { answeredInTime } from './request/deadline.ts';
import { commandBodies, formBodies, queryBodies, querySizes } from './request/bodies.ts';
import { contextSources, namesFor } from './request/context-sources.ts';
import { type ContextSources, contextOf, type GatewayContext } from './request/context.ts';
import { compressed } from './request/compressed.ts';
import { rememberLanguage } from './request/language.ts';
import { spending, spendingOf } from './request/spending.ts';
import { allowancesUnlessTold, inTurn, Turns } from './request/turns.ts';
import { operationMetrics } from './request/operation-metrics.ts';
import { ERRORS_NAMED, formatError } from './schema/errors.ts';
import { fewErrorsPlugin } from './schema/few-errors.ts';
import { documentLimits } from './schema/document-size.ts';
import { limitsPlugin } from './schema/limits.ts';
import { textLimits } from './schema/query-size.ts';
import { scalars } from './schema/scalars.ts';
import { storableTextPlugin } from './schema/storable-text.ts';
import { typeDefinitions } from './schema/type-definitions.ts';
import { gatewaySchemas } from './schemas.ts';
import { resolvers } from './views/index.ts';
import { builtWeb, WEB, WebController } from './web/web.controller.ts';

@Module({})
class GatewayModule {}

const controllers = [
  AuditController,
  LogController,
  CommandsController,
  DocumentsController,
  DrawsController,
  EvidenceController,
  ExplorerController,
  HealthController,
  // Its addresses come last: what is no screen is left to whoever comes after.
  WebController,
];

/**
 * The gateway's Nest module: the read model and its feeds, GraphQL over it, the doors for commands.
 * @param accesses what audit administrators read the log of accesses by
 * @param others what answers beside it
 */
export function gatewayModule(
  runtime: GatewayRuntime,
  accesses: AccessReader | undefined,
  ...others: readonly DynamicModule[]
): DynamicModule & { readonly feeds: ServiceFeeds; readonly keeping: Keeping; readonly turns: Turns } {
  const { database, sources, startsAfter, signing, metrics = new Metrics() } = runtime;
  const feeds = new ServiceFeeds({ process: 'gateway', metrics, database, sources, startsAfter }, projector());
  const client = new ServiceClient({ urls: runtime.services, signing });
  const progress: ReadProgress = {
    reached: (service, { position, stream }, signal) => feeds.of(service).reached(position, stream, signal),
  };
  const takenIn = (service: ServiceName): string | undefined => feeds.of(service).status().recordedAt;
  const context = contextSources(runtime, { client, progress, takenIn, accesses });
  const sender = new CommandSender(client, namesFor(context), runtime.now ?? Date.now);
  const turns = new Turns(runtime.allowances ?? allowancesUnlessTold);
  const mutations = commandMutations({ sender, progress, projectedWithinMs: runtime.projectedWithinMs ?? 5000 });
  const plugins = [operationMetrics(metrics), limitsPlugin(spending(turns))] as const;
  return {
    feeds,
    turns,
    keeping: keepingOf(runtime, metrics, context.today),
    module: GatewayModule,
    imports: [GraphQLModule.forRoot<ApolloDriverConfig>(graphql(context, mutations, plugins)), ...others],
    controllers: accesses ? [AccessLogController, ...controllers] : controllers,
    providers: [
      { provide: AUDIT_SOURCES, useValue: context },
      { provide: DOCUMENT_SOURCES, useValue: { context, spend: spendingOf(turns), now: runtime.now ?? Date.now } },
      { provide: WEB, useValue: runtime.web ?? builtWeb },
      { provide: CommandSender, useValue: sender },
      { provide: Metrics, useValue: metrics },
      { provide: Health, useValue: healthOf(runtime, feeds, client.clocks) },
      { provide: PROGRAM, useValue: programOf(Object.values(gatewaySchemas)) },
    ],
  };
}

const keepingOf = ({ database, bytesKept }: GatewayRuntime, metrics: Metrics, today: Keeping['today']): Keeping => ({
  metrics,
  today,
  answers: new Answers(bytesKept),
  state: new ViewStateReader(database),
});

function graphql(
  sources: ContextSources,
  mutations: object,
  [measuring, limiting]: readonly [ApolloServerPlugin, ApolloServerPlugin<GatewayContext>],
): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: '/graphql',
    typeDefs: typeDefinitions(),
    resolvers: { ...scalars, ...resolvers, Mutation: mutations },
    context: ({ req }: { req: Request }) => contextOf(req, sources),
    formatError,
    plugins: [explorerPlugin, storableTextPlugin, accessPlugin, limiting, measuring, reliancePlugin, fewErrorsPlugin],
    introspection: true,
    parseOptions: { maxTokens: textLimits.tokens },
    maxRecursiveSelections: documentLimits.selections,
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
  const doors = logInDoors(runtime);
  const logging = accessLogging(runtime);
  const checked = { ...runtime, checks: [...(runtime.checks ?? []), ...logging.checks] };
  const { feeds, keeping, turns, ...module } = gatewayModule(
    checked,
    logging.reader,
    doors.module,
    logging.module,
    peopleDoor(runtime),
  );
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: runtime.logger ?? ['warn', 'error'],
    bodyParser: false,
    ...speaking(runtime.tls),
  });
  app.disable('x-powered-by');
  app.set('trust proxy', runtime.proxies ?? []);
  app.use(edge(runtime.hosts));
  for (const { path, application } of runtime.mounts ?? []) app.use(path, application);
  app.use(traceRequests);
  app.use(rememberLanguage);
  app.use(compressed);
  app.use(logged(logging.log));
  app.use(identified(proofsOf(app, runtime, doors)));
  app.use(['/log-in', '/set-up', '/step-up', '/second-factor'], ...formBodies);
  app.use('/commands', ...commandBodies, inTurn(turns));
  app.use('/people', ...commandBodies, inTurn(turns));
  app.use(['/audit', '/log', '/documents', '/draws', '/evidence', '/access-log'], inTurn(turns));
  app.use('/graphql', queryBodies, keptAnswers(keeping), querySizes, answeredInTime, inTurn(turns));
  app.useGlobalFilters(new ProblemFilter());
  app.connectMicroservice({ strategy: feeds.transport });
  await app.init();
  await app.startAllMicroservices();
  logging.sealing?.begin({
    sender: app.get(CommandSender),
    client: app.get<ContextSources>(AUDIT_SOURCES).replay.client,
  });
  return app;
}

/** By what it is told who sends a request. */
function proofsOf(app: NestExpressApplication, runtime: GatewayRuntime, { reader, machine }: LogInDoors): Proofs {
  const { access, now = Date.now } = runtime;
  const { duties: dutiesOf, today } = app.get<ContextSources>(AUDIT_SOURCES);
  return {
    reader,
    operator: new OperatorDoor(runtime.operator ?? {}, machine.servedBy(app.getHttpServer())),
    hasOidc: runtime.oidc !== undefined,
    duties: access && new SessionDuties({ access, dutiesOf, today, now }),
  };
}
