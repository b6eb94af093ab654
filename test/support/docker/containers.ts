import type { TestBroker } from '@zhibu/feed/testing';
import { freePort } from '@zhibu/kernel';
import type { Engine } from './engine.ts';

/** A server in a container of its own, started by testcontainers, which finds the engine by the environment. */
export interface Contained<Server> {
  readonly server: Server;
  readonly stop: () => Promise<unknown>;
}

const KAFKA_STARTED_WITHIN_MS = 120_000;
/** A number of the cluster's own, as Kafka writes one: 16 bytes in base64url. */
const CLUSTER_ID = 'emhpYnUtY29udGFpbmVyLg';

/** Any PostgreSQL from version 15 on. Gives its superuser's URL. */
export async function containedPostgres(engine: Engine, image: string): Promise<Contained<string>> {
  const { GenericContainer, Wait } = await containersOf(engine);
  const container = await new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: 'secret', POSTGRES_DB: 'zhibu' })
    .withExposedPorts(5432)
    .withHealthCheck({
      test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'postgres', '-d', 'zhibu'],
      interval: 500,
      timeout: 5_000,
      retries: 120,
    })
    .withWaitStrategy(Wait.forHealthCheck())
    .start();
  return {
    server: `postgres://postgres:secret@${container.getHost()}:${container.getMappedPort(5432)}/postgres`,
    stop: () => container.stop(),
  };
}

/** One broker, its own controller. What it tells clients to come back to is where they can reach it: its port is chosen beforehand. */
export async function containedKafka(engine: Engine, image: string): Promise<Contained<TestBroker>> {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await containersOf(engine);
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  const address = `${host}:${await freePort()}`;
  const container = await new GenericContainer(image)
    .withEnvironment(settingsOf(address))
    .withExposedPorts({ container: 9092, host: Number(address.split(':').at(-1)) })
    .withHealthCheck({
      test: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/9092'],
      interval: 500,
      timeout: 5_000,
      retries: 120,
    })
    .withWaitStrategy(Wait.forHealthCheck())
    .withStartupTimeout(KAFKA_STARTED_WITHIN_MS)
    .start();
  return { server: { name: `the image ${image}`, brokers: [address], saslBrokers: [] }, stop: () => container.stop() };
}

/** One node of EventStoreDB, in memory, without certificates. Gives the connection string. */
export async function containedEventStoreDb(engine: Engine, image: string): Promise<Contained<string>> {
  const { GenericContainer, Wait } = await containersOf(engine);
  const container = await new GenericContainer(image)
    .withEnvironment({ EVENTSTORE_INSECURE: 'true', EVENTSTORE_MEM_DB: 'true', EVENTSTORE_RUN_PROJECTIONS: 'None' })
    .withExposedPorts(2113)
    .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCodeMatching((code) => code < 300))
    .start();
  return {
    server: `esdb://${container.getHost()}:${container.getMappedPort(2113)}?tls=false`,
    stop: () => container.stop(),
  };
}

/** The library is loaded by those only who have an engine. */
async function containersOf(engine: Engine) {
  if (engine.host) process.env['DOCKER_HOST'] = engine.host;
  // The one that takes containers away after a crash is an image of its own; our engine goes with its containers.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  return import('testcontainers');
}

/** The broker speaks to itself, too, at what it advertises: inside the container that is another address than outside. */
const settingsOf = (address: string): Record<string, string> => ({
  CLUSTER_ID,
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@127.0.0.1:9093',
  KAFKA_LISTENERS: 'PLAINTEXT://:9092,INTERNAL://127.0.0.1:19092,CONTROLLER://127.0.0.1:9093',
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${address},INTERNAL://127.0.0.1:19092`,
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
  KAFKA_LOG_DIRS: '/var/lib/kafka/data',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: '4',
  KAFKA_HEAP_OPTS: '-Xms128m -Xmx512m',
});
