import { byService, services } from '@zhibu/contracts';
import { type BroughtSchema, isInfrastructureFailure, type Pool, refuseNewerSchema } from '@zhibu/database';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  openDatabase,
  openFeeds,
  type ProcessNeeds,
  type ProcessRun,
  readConfiguration,
  runProcess,
  secret,
  serverTls,
  serviceUrls,
  untilThere,
  url,
  wholeNumber,
} from '@zhibu/service-kit';
import { openAccess } from './access/access-schema.ts';
import { createGateway } from './gateway.module.ts';
import { operatorToken, publicDoors, publicSettings } from './access/public-settings.ts';
import { allowancesFrom, allowanceSettings } from './request/allowance-settings.ts';
import { sealingSettings, wrappingKeysFrom } from './sealing/sealing-settings.ts';
import { openedPeople, peopleSettings } from './people/people-settings.ts';
import { readModelSchemas } from './read-model.ts';
import { gatewaySchemas } from './schemas.ts';
import { refuseOpenDetails } from './second-lock/row-security.ts';
import { views } from './views/index.ts';

const wait = (fallback: number) => wholeNumber({ min: 0, max: 60_000, fallback });
/** The gateway's own settings. */
const own = {
  READER_DATABASE_URL: secret(url(['postgres:', 'postgresql:'])),
  ACCESS_DATABASE_URL: secret(url(['postgres:', 'postgresql:'])),
  PROJECTED_WITHIN_MS: wait(5000),
  KNOWN_WITHIN_MS: wait(3000),
  OPERATOR_TOKEN: operatorToken,
  ...sealingSettings,
  ...peopleSettings,
  ...publicSettings,
};

/** What the gateway must be told of as a process of its own. */
export const gatewayNeeds: ProcessNeeds = {
  feeds: services,
  doors: services,
  settings: { ...own, ...allowanceSettings },
};

/**
 * Runs the gateway as a process of its own, by its configuration alone: what every process is told, its read model as
 * the reader's role (`READER_DATABASE_URL`), where schema `access` is (`ACCESS_DATABASE_URL`), how browsers reach it (`PUBLIC_URL`, `PROXIES`), by what its operator is known
 * (`OPERATOR_TOKEN`, `OPERATOR_WITHOUT_TOKEN`), `PROJECTED_WITHIN_MS` (5000), `KNOWN_WITHIN_MS` (3000), and what each may ask
 * (`allowanceSettings`).
 */
export async function serve(environment: Environment): Promise<void> {
  await runProcess({ name: 'gateway', environment, needs: gatewayNeeds, make: (run) => made(run, environment) });
}

type Environment = Readonly<Record<string, string | undefined>>;

async function made(run: ProcessRun, environment: Environment): Promise<NestExpressApplication> {
  const { settings, metrics, logger, onClosed } = run;
  const ours = readConfiguration(own, environment);
  const database = openDatabase(settings, readModelSchemas.live, 'gateway');
  const reading = openDatabase({ DATABASE_URL: ours.READER_DATABASE_URL }, readModelSchemas.live, 'reading');
  const { beside, ...kept } = keptBeside(ours);
  const schemas = [{ pool: database, brought: gatewaySchemas.readModel }, ...beside];
  for (const pool of [reading, ...schemas.map((one) => one.pool)])
    onClosed(async () => (pool.ended ? undefined : pool.end()));
  const { startsAfter } = await refuseNewerSchemas(schemas, run);
  await refuseOpenDetails(reading, views);
  const feeds = await openFeeds(settings, { process: 'gateway', takes: services, metrics });
  onClosed(feeds.close);
  return createGateway({
    database,
    reading,
    ...kept,
    ...publicDoors(ours, ours.OPERATOR_TOKEN),
    hosts: settings.HOSTS,
    tls: serverTls(settings),
    allowances: allowancesFrom(environment),
    metrics,
    logger,
    sources: feeds.sources,
    startsAfter,
    signing: settings.SIGNING_KEY,
    checks: feeds.checks,
    lagLimit: settings.HEALTH_LAG_EVENTS,
    services: byService((service) => serviceUrls(settings, service)),
    projectedWithinMs: ours.PROJECTED_WITHIN_MS,
    knownWithinMs: ours.KNOWN_WITHIN_MS,
  });
}

/** A schema as it is reached, and what this program brings for it. */
interface OpenSchema {
  readonly pool: Pool;
  readonly brought: BroughtSchema;
}

/**
 * Where the database is away the gateway serves all the same, to say so; the schemas are then looked at as soon as they can
 * be, and one that is too new ends it. Nothing is projected before.
 */
async function refuseNewerSchemas(
  schemas: readonly OpenSchema[],
  { fail }: ProcessRun,
): Promise<{ readonly startsAfter?: Promise<void> }> {
  const refuse = async (): Promise<void> => {
    for (const { pool, brought } of schemas) await refuseNewerSchema(pool, brought);
  };
  try {
    await refuse();
    return {};
  } catch (error) {
    if (!isInfrastructureFailure(error)) throw error;
    const startsAfter = untilThere('the database', refuse);
    startsAfter.catch(fail);
    return { startsAfter };
  }
}

/** What is kept beside the read model: who may log in, and, where it is told of them, who persons are. */
function keptBeside(ours: {
  readonly ACCESS_DATABASE_URL: string;
  readonly PEOPLE_DATABASE_URL: string | null;
  readonly PEOPLE_KEY: readonly Buffer[];
  readonly CIPHER: string;
}) {
  const access = openAccess(ours.ACCESS_DATABASE_URL);
  const wrapping = wrappingKeysFrom(ours.PEOPLE_KEY, ours);
  const { PEOPLE_DATABASE_URL: address } = ours;
  const accounts: OpenSchema = { pool: access, brought: gatewaySchemas.access };
  if (address === null) return { access, wrapping, beside: [accounts] };
  const { people, pool } = openedPeople(address, wrapping);
  return { access, wrapping, people, beside: [accounts, { pool, brought: gatewaySchemas.people }] };
}
