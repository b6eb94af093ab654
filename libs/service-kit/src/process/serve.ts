import { refuseNewerSchema } from '@zhibu/database';
import { feedsOf, schemaOf, type ServiceDefinition } from './definition.ts';
import { runProcess } from './process.ts';
import type { ProcessNeeds } from './process-settings.ts';
import { createService } from './service.module.ts';
import { serverTls } from './tls-settings.ts';
import { unsealed } from '../observing/unsealed.lookup.ts';
import { openDatabase, openFeeds, openStore, untilThere } from './wiring.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a service must be told of as a process of its own. */
export const serviceNeeds = (definition: ServiceDefinition): ProcessNeeds => ({
  feeds: feedsOf(definition).filter((service) => service !== definition.name),
  doors: [],
  settings: definition.settings ?? {},
});

/** Runs one service as a process of its own, by its configuration alone; see `processSettings` for what it may say. */
export async function serve(definition: ServiceDefinition, environment: Environment): Promise<void> {
  const { name } = definition;
  const takes = feedsOf(definition);
  await runProcess({
    name,
    environment,
    needs: serviceNeeds(definition),
    make: async ({ settings, metrics, logger, onClosed }) => {
      const database = openDatabase(settings, name, 'service');
      onClosed(() => database.end());
      await untilThere('the database', () => refuseNewerSchema(database, schemaOf(definition)));
      const store = await openStore(settings, name, metrics);
      onClosed(() => store.close());
      if (settings.STORE === 'postgres') metrics.watchReader('seal', name, () => unsealed(database));
      const feeds = await openFeeds(settings, {
        process: name,
        takes,
        metrics,
        own: { service: name, store, database },
      });
      onClosed(feeds.close);
      return createService(definition, {
        store,
        database,
        metrics,
        logger,
        sources: feeds.sources,
        trusted: settings.TRUSTED_KEYS,
        hosts: settings.HOSTS,
        tls: serverTls(settings),
        checks: feeds.checks,
        lagLimit: settings.HEALTH_LAG_EVENTS,
        timetableEveryMs: settings.TIMETABLE_EVERY_MS,
      });
    },
  });
}
