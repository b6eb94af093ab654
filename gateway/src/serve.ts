import { byService, services } from '@zhibu/contracts';
import { openDatabase, openFeeds, readConfiguration, runProcess, serviceUrls, wholeNumber } from '@zhibu/service-kit';
import { createGateway } from './gateway.module.ts';
import { readModelSchemas } from './read-model.ts';

const wait = (fallback: number) => wholeNumber({ min: 0, max: 60_000, fallback });

/** So often the past is settled ahead of those who will ask for it. */
const SETTLE_EVERY_MS = 2_000;

/**
 * Runs the gateway as a process of its own, by its configuration alone: what every process is told, and
 * `PROJECTED_WITHIN_MS` (5000), `KNOWN_WITHIN_MS` (3000).
 */
export async function serve(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  await runProcess({
    name: 'gateway',
    environment,
    needs: {
      feeds: services,
      doors: services,
      settings: { PROJECTED_WITHIN_MS: wait(5000), KNOWN_WITHIN_MS: wait(3000) },
    },
    make: async ({ settings, metrics, logger, onClosed }) => {
      const waits = readConfiguration({ PROJECTED_WITHIN_MS: wait(5000), KNOWN_WITHIN_MS: wait(3000) }, environment);
      const database = openDatabase(settings, readModelSchemas.live, 'gateway');
      onClosed(async () => {
        if (!database.ended) await database.end();
      });
      const feeds = await openFeeds(settings, { process: 'gateway', takes: services, metrics });
      onClosed(feeds.close);
      return createGateway({
        database,
        metrics,
        logger,
        sources: feeds.sources,
        keys: settings.ACTOR_KEYS,
        checks: feeds.checks,
        lagLimit: settings.HEALTH_LAG_EVENTS,
        services: byService((service) => serviceUrls(settings, service)),
        projectedWithinMs: waits.PROJECTED_WITHIN_MS,
        knownWithinMs: waits.KNOWN_WITHIN_MS,
        settleEveryMs: SETTLE_EVERY_MS,
      });
    },
  });
}
