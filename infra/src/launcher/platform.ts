import { assessmentServiceIn, evidenceSettings } from '@zhibu/assessment';
import { byService, type ServiceName, services } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import {
  accessSchema,
  foundingLink,
  makeDemonstrationAccounts,
  Argon2PasswordHasher,
  allowancesFrom,
  cipherSettings,
  createGateway,
  openAccess,
  openedPeople,
  type OpenedPeople,
  peopleSchema,
  publicDoors,
  publicSettings,
  type WrappingKeys,
  wrappingKeysFrom,
} from '@zhibu/gateway';
import { organizationService } from '@zhibu/organization';
import { rectificationService } from '@zhibu/rectification';
import {
  closed,
  ConfigurationError,
  createService,
  type FeedSources,
  guardConnections,
  Health,
  hostNames,
  Metrics,
  optional,
  ownKeys,
  type ProcessKeys,
  readConfiguration,
  readingSessions,
  serveObserving,
  type ServiceDefinition,
  sourcesOf,
  startTracing,
  unsealed,
  wholeNumber,
} from '@zhibu/service-kit';
import { LaunchFault } from './fault.ts';
import { faults } from './vocabulary.ts';
import { supervisionService } from '@zhibu/supervision';

/** The four services as they are declared. @param environment what one of them is told of its own */
const servicesIn = (environment: Readonly<Record<string, string | undefined>>): readonly ServiceDefinition[] => [
  organizationService,
  assessmentServiceIn(environment),
  rectificationService,
  supervisionService,
];

/** The four services; whoever makes schemas or processes of them starts here. */
export const serviceDefinitions: readonly ServiceDefinition[] = servicesIn({});

/** The embedded profile, running. */
export interface Platform {
  readonly url: string;
  /** The token of a link by which the administrators are made; undefined where there are some. */
  readonly foundingLink: () => Promise<string | undefined>;
  /** Makes the demonstration accounts that are missing. */
  readonly addDemonstrationAccounts: () => Promise<void>;
  /** No new work; what runs is finished; every checkpoint committed. */
  readonly stop: () => Promise<void>;
}

/** Where the embedded profile runs. */
export interface PlatformPlace {
  readonly port: number;
  /** The connection string of a schema's role. */
  readonly urlOf: (schema: string, role: 'service' | 'reader') => string;
  /** The collector that traces go to, when there is one. */
  readonly traces?: string;
  /** By what the operator is known, from whatever address. */
  readonly operatorToken: string;
  /** What wraps the keys of the directory of people and seals one-time secrets, the newest first. */
  readonly peopleKeys: readonly Buffer[];
  /** Where evidence is kept and how large it may be (`EVIDENCE_…`), and what the doors are told: `HOSTS`, `PUBLIC_URL`, `PROXIES`, `OPERATOR_WITHOUT_TOKEN`, `METRICS_PORT`, and what each may ask. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const doorSettings = {
  ...publicSettings,
  ...cipherSettings,
  HOSTS: hostNames,
  METRICS_PORT: optional(wholeNumber({ min: 1, max: 65_535 })),
};

/** @throws LaunchFault naming every wrong setting */
function doorsFrom({ environment = {}, operatorToken, peopleKeys: keys }: PlatformPlace) {
  try {
    const settings = readConfiguration({ ...doorSettings, ...evidenceSettings(environment) }, environment);
    const { HOSTS: hosts, METRICS_PORT: metricsPort } = settings;
    const allowances = allowancesFrom(environment);
    const wrapping = wrappingKeysFrom(keys, settings);
    return { metricsPort, wrapping, doors: { hosts, allowances, ...publicDoors(settings, operatorToken) } };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new LaunchFault(faults.settings(error.message.split('\n').map((line) => ({ zh: line, en: line }))));
  }
}

/**
 * The embedded profile: the five Nest applications in this process, each on its own schema, the services mounted under
 * the gateway's server. This is the only place that knows the adapters of this profile.
 */
export async function startPlatform(place: PlatformPlace): Promise<Platform> {
  const { port, traces } = place;
  const { doors, wrapping, metricsPort } = doorsFrom(place);
  const endTracing = traces === undefined ? undefined : await startTracing({ endpoint: traces, process: 'platform' });
  const opened = await open(place, wrapping);
  const apps = await startServices(opened, place.environment ?? {}, doors.hosts);
  const url = `http://127.0.0.1:${port}`;
  const gateway = await createGateway({
    ...opened.shared,
    signing: opened.keys.signing,
    database: taken(opened.pools, 'gateway'),
    reading: opened.reading,
    ...keptBeside(opened),
    ...doors,
    services: byService((name) => [`${url}/services/${name}`]),
    mounts: apps.map(({ name, app }) => ({
      path: `/services/${name}`,
      application: app.getHttpAdapter().getInstance(),
    })),
  });
  guardConnections(gateway.getHttpServer());
  await gateway.listen(port, '127.0.0.1');
  const { metrics } = opened.shared;
  const observing = { host: '127.0.0.1', metrics, health: gateway.get(Health) };
  const endObserving = metricsPort === null ? undefined : await serveObserving({ port: metricsPort, ...observing });
  const hashing = { hasher: new Argon2PasswordHasher(), now: Date.now };
  const links = { access: opened.access, readModel: taken(opened.pools, 'gateway'), now: Date.now };
  return {
    url,
    foundingLink: () => foundingLink(links),
    addDemonstrationAccounts: () => makeDemonstrationAccounts(opened.access, hashing),
    stop: async () => {
      await endObserving?.();
      await closed(gateway);
      await Promise.all(apps.map(({ app }) => app.close()));
      await close(opened);
      await endTracing?.();
    },
  };
}

/** What the applications of the platform run on. */
interface Opened {
  readonly stores: ReadonlyMap<ServiceName, EventStore>;
  /** By schema. */
  readonly pools: ReadonlyMap<string, Pool>;
  /** What queries are answered from. */
  readonly reading: Pool;
  /** Who may log in. */
  readonly access: Pool;
  /** What seals their one-time secrets, and the keys of persons. */
  readonly wrapping: WrappingKeys;
  /** Who persons are. */
  readonly directory: OpenedPeople;
  readonly shared: { readonly sources: FeedSources; readonly metrics: Metrics };
  readonly keys: ProcessKeys;
}

async function open({ urlOf }: PlatformPlace, wrapping: WrappingKeys): Promise<Opened> {
  const stores = new Map<ServiceName, EventStore>();
  for (const name of services)
    stores.set(name, await PostgresEventStore.open({ url: urlOf(name, 'service'), schema: name }));
  const pools = new Map(
    [...services, 'gateway'].map((schema) => [schema, connect(urlOf(schema, 'service'), { schema })]),
  );
  const reading = connect(urlOf('gateway', 'reader'), { schema: 'gateway', settings: readingSessions });
  const access = openAccess(urlOf(accessSchema, 'service'));
  const directory = openedPeople(urlOf(peopleSchema, 'service'), wrapping);
  const metrics = Metrics.ofProcess();
  for (const name of services) metrics.watchReader('seal', name, () => unsealed(taken(pools, name)));
  // Nobody else can know the keys: the services' doors answer this process's gateway only.
  const shared = { sources: sourcesOf(stores), metrics };
  return { stores, pools, reading, access, wrapping, directory, shared, keys: ownKeys() };
}

const keptBeside = ({ access, wrapping, directory: { people } }: Opened) => ({ access, wrapping, people });

const startServices = (
  { stores, pools, shared, keys: { trusted } }: Opened,
  environment: NonNullable<PlatformPlace['environment']>,
  hosts: readonly string[],
) =>
  Promise.all(
    servicesIn(environment).map(async (definition) => {
      const { name } = definition;
      const runtime = { ...shared, hosts, trusted, store: taken(stores, name), database: taken(pools, name) };
      return { name, app: await createService(definition, runtime) };
    }),
  );

async function close({ stores, pools, reading, access, directory, shared }: Opened): Promise<void> {
  await Promise.all([...stores.values()].map((store) => store.close()));
  const all = [...pools.values(), reading, access, directory.pool];
  await Promise.all(all.map((pool) => (pool.ended ? undefined : pool.end())));
  shared.metrics.close();
}

function taken<Value>(from: ReadonlyMap<string, Value>, name: string): Value {
  const value = from.get(name);
  if (value === undefined) throw new Error(`nothing is open for ${name}`);
  return value;
}
