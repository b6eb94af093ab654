import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@zhibu/kernel';
import { kafkaJars, NoBroker, runToEnd } from './jars.ts';
import { type BrokerTls, propertiesOf, securedPropertiesOf } from './properties.ts';

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

/** What every broker has, whoever is let in. */
interface Running {
  /** The class path of the tools beside the broker. */
  readonly classPath: string;
  /** The process of the server itself. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** A Kafka broker on this machine, reachable from it only, that lets everybody in. */
export interface Broker extends Running {
  /** `host:port`, for plain text without credentials. */
  readonly address: string;
  /** `host:port`, for user {@link brokerUser} by SASL PLAIN without TLS. */
  readonly saslAddress: string;
}

/** A Kafka broker on this machine, reachable from it only, that knows whoever it lets in. */
export interface SecuredBroker extends Running {
  /** `host:port`, by TLS and SCRAM-SHA-512. */
  readonly address: string;
  /** `host:port`, by TLS and the certificate of whoever provisions it. */
  readonly adminAddress: string;
}

export interface SecuredBrokerOptions extends Omit<BrokerOptions, 'advertisedSaslPort'> {
  /** Where whoever provisions it comes; a free one unless told. */
  readonly adminPort?: number;
  readonly tls: BrokerTls;
}

/** A Java program on a machine of two cores that much else works on; one that ends is told of at once. */
const START_WITHIN_MS = 150_000;
const STOP_WITHIN_MS = 15_000;
const MEMORY = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC'];
/** The quick compiler alone, for a quick start. It knows no instruction for AES: by TLS a topic was read four times as slowly. */
const QUICK = ['-XX:TieredStopAtLevel=1'];

/**
 * Starts Apache Kafka from its jars: broker and controller in one process, for a developer and for tests.
 * @throws NoBroker where the machine has no Java or Maven, or the server does not start
 */
export async function runKafka(options: BrokerOptions): Promise<Broker> {
  const { folder, port, advertisedSaslPort } = options;
  const ports = { plain: port ?? (await freePort()), sasl: await freePort(), controller: await freePort() };
  const properties = propertiesOf(folder, { ...ports, advertised: advertisedSaslPort ?? ports.sasl });
  const running = await run({ ...options, properties, listensAt: ports.plain, flags: QUICK });
  return { address: `127.0.0.1:${ports.plain}`, saslAddress: `127.0.0.1:${ports.sasl}`, ...running };
}

/**
 * The same, by TLS: whoever comes is known by user and password, or by his certificate, and may do what was granted to him;
 * `tls.admin` may do everything.
 * @throws NoBroker as {@link runKafka}
 */
export async function runSecuredKafka(options: SecuredBrokerOptions): Promise<SecuredBroker> {
  const { folder, port, adminPort, tls } = options;
  const ports = {
    client: port ?? (await freePort()),
    internal: adminPort ?? (await freePort()),
    controller: await freePort(),
  };
  const properties = securedPropertiesOf(folder, ports, tls);
  const running = await run({ ...options, properties, listensAt: ports.client, flags: [] });
  return { address: `127.0.0.1:${ports.client}`, adminAddress: `127.0.0.1:${ports.internal}`, ...running };
}

type Kept = Pick<BrokerOptions, 'folder' | 'cache' | 'livesWith' | 'temporary'>;

async function run({
  folder,
  cache,
  livesWith = process.pid,
  temporary = false,
  properties: text,
  listensAt,
  flags,
}: Kept & {
  readonly properties: string;
  readonly listensAt: number;
  readonly flags: readonly string[];
}): Promise<Running> {
  const classPath = await kafkaJars(cache);
  await mkdir(folder, { recursive: true });
  const properties = join(folder, 'server.properties');
  await writeFile(properties, text);
  await format(classPath, { folder, properties });
  const pid = await start({ classPath, folder, properties, livesWith, temporary, flags });
  await answering({ port: listensAt, pid, folder });
  return { classPath, pid, stop: () => end(pid) };
}

async function format(
  classPath: string,
  { folder, properties }: { readonly folder: string; readonly properties: string },
): Promise<void> {
  if (existsSync(join(folder, 'data', 'meta.properties'))) return;
  const id = randomUUID().replaceAll('-', '').slice(0, 22);
  const format = ['kafka.tools.StorageTool', 'format', '-t', id, '-c', properties];
  await runToEnd('java', [...QUICK, '-cp', classPath, ...format]);
}

interface Server {
  readonly classPath: string;
  readonly folder: string;
  readonly properties: string;
  readonly livesWith: number;
  readonly temporary: boolean;
  readonly flags: readonly string[];
}

/** The shell watches the process that it lives with: one that is killed hard ends nothing itself. */
const WATCH =
  'java "$@" & server=$!; echo $server > "$FOLDER/pid"; ' +
  'while kill -0 $LIVES_WITH 2>/dev/null && kill -0 $server 2>/dev/null && [ -d "$FOLDER" ]; do sleep 1; done; kill -9 $server 2>/dev/null; wait; [ -z "$TEMPORARY" ] || rm -rf "$FOLDER"';

async function start({ classPath, folder, properties, livesWith, temporary, flags }: Server): Promise<number> {
  const log = openSync(join(folder, 'server.log'), 'a');
  await rm(join(folder, 'pid'), { force: true });
  const args = [
    ...MEMORY,
    ...flags,
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
