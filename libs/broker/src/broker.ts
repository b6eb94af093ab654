import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import getPort from 'get-port';
import { kafkaJars, NoBroker, run } from './jars.ts';

export interface BrokerOptions {
  /** Data, configuration and log; kept, so that a broker started on it again goes on. */
  readonly folder: string;
  /** Where the jars are kept between runs. */
  readonly cache: string;
  /** A free one unless told. */
  readonly port?: number;
  /** Where clients with credentials are told to find the broker, when that is not where it listens: a proxy. */
  readonly advertisedSaslPort?: number;
  /** Ends with this process, however it ends; the starting process's own id unless told. */
  readonly livesWith?: number;
  /** The folder goes with the broker; kept unless told. */
  readonly temporary?: boolean;
}

/** A Kafka broker on this machine, reachable from it only. */
export interface Broker {
  /** `host:port`, for plain text without credentials. */
  readonly address: string;
  /** `host:port`, for user {@link brokerUser} by SASL PLAIN without TLS. */
  readonly saslAddress: string;
  /** The class path of the tools beside the broker. */
  readonly classPath: string;
  /** The process of the server itself. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Who may use the listener with credentials. */
export const brokerUser = { username: 'zhibu', password: 'zhibu-secret' } as const;

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const MEMORY = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * Starts Apache Kafka from its jars: broker and controller in one process, for a developer and for tests.
 * @throws NoBroker where the machine has no Java or Maven, or the server does not start
 */
export async function runKafka(options: BrokerOptions): Promise<Broker> {
  const { folder, cache, livesWith = process.pid, temporary = false } = options;
  const classPath = await kafkaJars(cache);
  await mkdir(folder, { recursive: true });
  const ports = {
    plain: options.port ?? (await getPort({ host: '127.0.0.1' })),
    sasl: await getPort({ host: '127.0.0.1' }),
    controller: await getPort({ host: '127.0.0.1' }),
  };
  const properties = join(folder, 'server.properties');
  await writeFile(properties, propertiesOf(folder, { ...ports, advertised: options.advertisedSaslPort ?? ports.sasl }));
  await format(classPath, { folder, properties });
  const pid = await start({ classPath, folder, properties, livesWith, temporary });
  await answering({ port: ports.plain, pid, folder });
  return {
    address: `127.0.0.1:${ports.plain}`,
    saslAddress: `127.0.0.1:${ports.sasl}`,
    classPath,
    pid,
    stop: () => end(pid),
  };
}

async function format(
  classPath: string,
  { folder, properties }: { readonly folder: string; readonly properties: string },
): Promise<void> {
  if (existsSync(join(folder, 'data', 'meta.properties'))) return;
  const id = randomUUID().replaceAll('-', '').slice(0, 22);
  await run('java', [
    '-XX:TieredStopAtLevel=1',
    '-cp',
    classPath,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    id,
    '-c',
    properties,
  ]);
}

interface Server {
  readonly classPath: string;
  readonly folder: string;
  readonly properties: string;
  readonly livesWith: number;
  readonly temporary: boolean;
}

/** The shell watches the process that it lives with: one that is killed hard ends nothing itself. */
const WATCH =
  'java "$@" & server=$!; echo $server > "$FOLDER/pid"; ' +
  'while kill -0 $LIVES_WITH 2>/dev/null && kill -0 $server 2>/dev/null && [ -d "$FOLDER" ]; do sleep 1; done; kill -9 $server 2>/dev/null; wait; [ -z "$TEMPORARY" ] || rm -rf "$FOLDER"';

async function start({ classPath, folder, properties, livesWith, temporary }: Server): Promise<number> {
  const log = openSync(join(folder, 'server.log'), 'a');
  await rm(join(folder, 'pid'), { force: true });
  const args = [
    ...MEMORY,
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-cp',
    classPath,
    'kafka.Kafka',
    properties,
  ];
  const child = spawn('sh', ['-c', WATCH, 'sh', ...args], {
    env: { ...process.env, FOLDER: folder, LIVES_WITH: String(livesWith), TEMPORARY: temporary ? 'yes' : '' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  for (const until = Date.now() + START_WITHIN_MS; Date.now() < until; await wait(20)) {
    const pid = Number(existsSync(join(folder, 'pid')) ? readFileSync(join(folder, 'pid'), 'utf8') : 0);
    if (pid > 0) return pid;
  }
  throw new NoBroker('the broker could not be started');
}

async function answering({
  port,
  pid,
  folder,
}: {
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
}): Promise<void> {
  for (const until = Date.now() + START_WITHIN_MS; Date.now() < until; await wait(100)) {
    if (await accepts(port)) return;
    if (!lives(pid))
      throw new NoBroker(`the broker ended: ${readFileSync(join(folder, 'server.log'), 'utf8').slice(-2_000)}`);
  }
  throw new NoBroker(`the broker does not answer within ${START_WITHIN_MS} ms`);
}

async function end(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!lives(pid)) return;
    process.kill(pid, signal);
    for (const until = Date.now() + STOP_WITHIN_MS; lives(pid) && Date.now() < until;) await wait(50);
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

interface Ports {
  readonly plain: number;
  readonly sasl: number;
  readonly controller: number;
  readonly advertised: number;
}

function propertiesOf(folder: string, ports: Ports): string {
  const { username, password } = brokerUser;
  const login = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${username}" password="${password}" user_${username}="${password}";`;
  const listeners = (sasl: number): string => `PLAINTEXT://127.0.0.1:${ports.plain},SASL_PLAINTEXT://127.0.0.1:${sasl}`;
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: `${listeners(ports.sasl)},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': listeners(ports.advertised),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': login,
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': 'false',
    'delete.topic.enable': 'true',
    // One of each is enough for one broker, and quick.
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'group.initial.rebalance.delay.ms': '0',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '4',
    'num.network.threads': '2',
    'num.io.threads': '4',
    'log.cleaner.dedupe.buffer.size': '4194304',
    'log.segment.delete.delay.ms': '1000',
    'file.delete.delay.ms': '1000',
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
