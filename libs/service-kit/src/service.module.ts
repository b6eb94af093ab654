import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { dayOf } from '@zhibu/kernel';
import { CommandController } from './command.controller.ts';
import { CommandDoor } from './command-door.ts';
import type { ServiceContext, ServiceDefinition, ServiceRuntime } from './definition.ts';
import { HealthController } from './health.controller.ts';
import { LogController } from './log.controller.ts';
import { ProblemFilter } from './problem-filter.adapter.ts';
import { ServiceFeeds } from './service-feeds.adapter.ts';
import { StreamController } from './stream.controller.ts';
import { Timekeeper, type Timetable } from './timetable.adapter.ts';
import { DATABASE, EVENT_STORE, SERVICE_FEEDS } from './tokens.ts';

/** A batch of 500 commands with long texts; more is refused before it is parsed. */
const BODY_LIMIT = '8mb';

@Module({})
class ServiceModule {}

/** The Nest module of a declared service: its doors, its feeds, its health. */
export function serviceModule(definition: ServiceDefinition, runtime: ServiceRuntime): DynamicModule & { readonly feeds: ServiceFeeds } {
  const context: ServiceContext = {
    store: runtime.store,
    database: runtime.database,
    today: () => dayOf((runtime.now ?? Date.now)()),
    lookupsCaughtUp: async () => {
      const head = await runtime.store.head();
      if (head) await feeds.reached(definition.name, head.position);
    },
  };
  const door = new CommandDoor(definition.name, runtime.store, definition.aggregates(context));
  const reactions = (definition.reactions?.(context) ?? []).map((reacting) => reacting(door));
  const feeds = new ServiceFeeds(runtime, [...definition.consumers(context), ...reactions]);
  return {
    feeds,
    module: ServiceModule,
    controllers: [CommandController, LogController, StreamController, HealthController],
    providers: [
      { provide: EVENT_STORE, useValue: runtime.store },
      { provide: DATABASE, useValue: runtime.database },
      { provide: SERVICE_FEEDS, useValue: feeds },
      { provide: CommandDoor, useValue: door },
      ...timekeepers(definition.timetable?.(context), { door, everyMs: runtime.timetableEveryMs }),
    ],
  };
}

function timekeepers(timetable: Timetable | undefined, by: { readonly door: CommandDoor; readonly everyMs: number | undefined }): readonly Provider[] {
  return timetable ? [{ provide: Timekeeper, useValue: new Timekeeper({ timetable, ...by }) }] : [];
}

/** The service as a Nest application, ready but not listening: the caller mounts it or lets it listen. */
export async function createService(definition: ServiceDefinition, runtime: ServiceRuntime): Promise<NestExpressApplication> {
  const { feeds, ...module } = serviceModule(definition, runtime);
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: ['warn', 'error'], bodyParser: false });
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useGlobalFilters(new ProblemFilter());
  app.disable('x-powered-by');
  app.connectMicroservice({ strategy: feeds.transport });
  await app.init();
  await app.startAllMicroservices();
  return app;
}
