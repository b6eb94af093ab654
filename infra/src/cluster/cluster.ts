import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byService, services } from '@zhibu/contracts';
import { freePort } from '@zhibu/kernel';
import { believeAuthority, type NewKeys } from '@zhibu/service-kit';
import { clusterCertificates } from '../certificates/declaration.ts';
import { certificatesIn } from '../certificates/files.ts';
import { CertificateFolder } from '../certificates/folder.ts';
import { DataFolder } from '../launcher/data-folder.ts';
import { unlessEnded } from '../launcher/ending.ts';
import { launchFaultOf } from '../launcher/fault.ts';
import { type Lock, takeLock } from '../launcher/lock.ts';
import { peopleKeysOf } from '../launcher/people-keys.ts';
import type { Say } from '../launcher/vocabulary.ts';
import { ClusterBroker } from './broker.ts';
import { ClusterDatabase } from './database.ts';
import { environmentOf, newClusterKeys, type Surroundings } from './environment.ts';
import { ClusterProcess, type ProcessName } from './process.ts';
import type { Waiting } from './report.ts';
import { notices } from './vocabulary.ts';

/** Every process of the platform, in the order of its start. */
export const processNames: readonly ProcessName[] = [...services, 'gateway'];

const SAID_AFTER_MS = 2_000;
const READING_SAID_EVERY_MS = 15_000;

/** What a cluster is made of; all but the data folder has a default. */
export interface ClusterOptions {
  /** The data folder; made where it is missing. */
  readonly data: string;
  readonly feed?: 'store' | 'kafka';
  /** host:port of the brokers, by commas; with the feed `kafka` and none named, one is started beside the data. */
  readonly brokers?: string;
  /** `EVENTSTORE_…`, as a process is told, where events are kept in EventStoreDB; in PostgreSQL unless told. */
  readonly eventStore?: Readonly<Record<string, string>>;
  /** How many of each; one unless told. */
  readonly replicas?: Readonly<Partial<Record<ProcessName, number>>>;
  /** Where the first of each listens; free ports unless told. */
  readonly ports?: Readonly<Partial<Record<ProcessName, number>>>;
  /** Without TLS between processes and to a broker of its own, which lets everybody in then; by certificates of the data folder unless told. */
  readonly plain?: boolean;
  /** Settings instead of, or beside, those that a process would be given. */
  readonly environment?: (
    name: ProcessName,
    given: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, string>>;
  /** Ends the start. */
  readonly signal?: AbortSignal;
  /** Told what happens to the database meanwhile, and what the processes wait for at their start. */
  readonly say?: Say;
  readonly onOutput?: (process: { readonly name: ProcessName; readonly replica: number }, text: string) => void;
}

/** The distributed profile on one machine, running. */
export interface Cluster {
  /** The first gateway. */
  readonly url: string;
  readonly data: string;
  readonly database: ClusterDatabase;
  /** The broker that was started for it. */
  readonly broker: ClusterBroker | undefined;
  /** By what the processes prove themselves; this process believes who signed them. Undefined where it was wished so. */
  readonly certificates: CertificateFolder | undefined;
  readonly processes: readonly ClusterProcess[];
  readonly keys: NewKeys;
  /** One of the processes. @throws Error when there is none */
  readonly of: (name: ProcessName, replica?: number) => ClusterProcess;
  /** Stops the processes in order, then the database. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the five processes (or more of each) on a real PostgreSQL of their own, from what was built, and waits until
 * all are ready. Whoever calls stops it.
 * @throws LaunchFault when the data folder cannot be used, or with what a process said that ends or waits in vain; the
 * signal's reason. Nothing runs then
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = DataFolder.open(options.data);
  const { signal, say = () => undefined } = options;
  const lock = await takeLock(folder.path, 'npm run cluster', signal);
  let database: ClusterDatabase | undefined;
  let broker: ClusterBroker | undefined;
  let processes: readonly ClusterProcess[] = [];
  const stop = (): Promise<void> => stopAll({ lock, database, broker, processes });
  try {
    database = await ClusterDatabase.open(folder, say, signal);
    const certificates = options.plain ? undefined : await certificatesFor(folder);
    broker = await unlessEnded(signal, brokerFor(options, { folder, certificates }));
    const keys = newClusterKeys();
    const kafka = kafkaOf(options, broker);
    const peopleKeys = await peopleKeysOf(folder, database.connections.url);
    const secrets = { operatorToken: folder.operatorToken(), peopleKeys, evidence: folder.evidence };
    processes = await planned(options, { database, keys, kafka, certificates, ...secrets });
    for (const one of processes) one.spawn();
    await Promise.all(processes.map((one) => one.ready({ signal, ...telling(one.name, say) })));
    const { url } = found(processes, 'gateway', 0);
    lock.serving(url);
    return {
      url,
      data: folder.path,
      database,
      broker,
      certificates,
      processes,
      keys,
      stop,
      of: (name, replica = 0) => found(processes, name, replica),
    };
  } catch (error) {
    await stop();
    throw launchFaultOf(error, options.data) ?? error;
  }
}

/** Says why a process is not ready yet. */
const telling = (process: ProcessName, say: Say) => ({
  onWaiting: sayingOnce(process, say),
  onReading: sayingAtTimes(process, say),
});

/** Says what a process waits for, once for each thing, and only where that takes a while. */
function sayingOnce(process: ProcessName, say: Say): (waiting: Waiting) => void {
  const said = new Set<string>();
  return (waiting) => {
    if (said.has(waiting.what) || Date.now() - waiting.since < SAID_AFTER_MS) return;
    said.add(waiting.what);
    say(notices.waiting(process, waiting));
  };
}

/** Says how far a first reading has come, where that takes a while. */
function sayingAtTimes(process: ProcessName, say: Say): (percent: number) => void {
  let due = Date.now() + READING_SAID_EVERY_MS;
  return (percent) => {
    if (Date.now() < due) return;
    due = Date.now() + READING_SAID_EVERY_MS;
    say(notices.reading(process, percent));
  };
}

/** The certificates of a data folder, made where they are missing; whoever asks the processes from here believes them. */
async function certificatesFor({ path }: DataFolder): Promise<CertificateFolder> {
  const certificates = new CertificateFolder(certificatesIn(path));
  await certificates.ensure(clusterCertificates());
  believeAuthority({ TLS_CA: readFileSync(certificates.authority, 'utf8') });
  return certificates;
}

/** A broker of its own, where Kafka is asked for and none is named. */
async function brokerFor(
  { feed, brokers }: ClusterOptions,
  { folder, certificates }: { readonly folder: DataFolder; readonly certificates: CertificateFolder | undefined },
): Promise<ClusterBroker | undefined> {
  if (feed !== 'kafka' || brokers !== undefined) return undefined;
  return ClusterBroker.open(join(folder.path, 'kafka'), certificates);
}

function kafkaOf({ brokers }: ClusterOptions, broker: ClusterBroker | undefined): Surroundings['kafka'] {
  if (brokers !== undefined) return () => ({ KAFKA_BROKERS: brokers });
  return broker && ((name) => broker.settings(name));
}

interface Place {
  readonly name: ProcessName;
  readonly replica: number;
  readonly port: number;
  readonly metricsPort: number;
}

async function planned(
  { feed = 'store', eventStore, environment, onOutput, ...shape }: ClusterOptions,
  {
    database,
    ...told
  }: Omit<Surroundings, 'databaseUrl' | 'urls' | 'feed' | 'eventStore'> & { readonly database: ClusterDatabase },
): Promise<readonly ClusterProcess[]> {
  const places = await placesOf(shape);
  const surroundings: Surroundings = {
    feed,
    eventStore,
    ...told,
    urls: urlsOf(places, told.certificates ? 'https' : 'http'),
    databaseUrl: database.connections.url,
  };
  return places.map((place) => {
    const given = environmentOf(place.name, surroundings);
    const onText = onOutput && ((text: string): void => onOutput(place, text));
    return new ClusterProcess({
      ...place,
      tls: told.certificates !== undefined,
      environment: { ...given, ...environment?.(place.name, given) },
      onOutput: onText,
    });
  });
}

async function placesOf({ replicas, ports }: Pick<ClusterOptions, 'replicas' | 'ports'>): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const name of processNames) {
    for (let replica = 0; replica < (replicas?.[name] ?? 1); replica += 1) {
      places.push({
        name,
        replica,
        port: (replica === 0 ? ports?.[name] : undefined) ?? (await freePort()),
        metricsPort: await freePort(),
      });
    }
  }
  return places;
}

function urlsOf(places: readonly Place[], protocol: 'http' | 'https'): Surroundings['urls'] {
  return byService((service) =>
    places.filter(({ name }) => name === service).map(({ port }) => `${protocol}://127.0.0.1:${port}`),
  );
}

function found(processes: readonly ClusterProcess[], name: ProcessName, replica: number): ClusterProcess {
  const one = processes.find((candidate) => candidate.name === name && candidate.replica === replica);
  if (!one) throw new Error(`the cluster has no ${name} ${replica}`);
  return one;
}

/** The gateways first, so that nobody waits for services that are gone; one that is paused goes on only to end. */
async function stopAll({
  lock,
  database,
  broker,
  processes,
}: {
  readonly lock: Lock;
  readonly database: ClusterDatabase | undefined;
  readonly broker: ClusterBroker | undefined;
  readonly processes: readonly ClusterProcess[];
}): Promise<void> {
  lock.ending();
  for (const one of processes) one.resume();
  await Promise.all(processes.filter(({ name }) => name === 'gateway').map((one) => one.stop()));
  await Promise.all(processes.map((one) => one.stop()));
  await Promise.all([database?.stop(), broker?.stop()]);
  lock.release();
}
