import { join } from 'node:path';
import { byService, services } from '@zhibu/contracts';
import getPort from 'get-port';
import { DataFolder } from '../launcher/data-folder.ts';
import { launchFaultOf } from '../launcher/fault.ts';
import { type Lock, takeLock } from '../launcher/lock.ts';
import type { Say } from '../launcher/vocabulary.ts';
import { ClusterBroker } from './broker.ts';
import { ClusterDatabase } from './database.ts';
import { environmentOf, newActorKeys, type Surroundings } from './environment.ts';
import { ClusterProcess, type ProcessName } from './process.ts';

/** Every process of the platform, in the order of its start. */
export const processNames: readonly ProcessName[] = [...services, 'gateway'];

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
  /** Settings instead of, or beside, those that a process would be given. */
  readonly environment?: (
    name: ProcessName,
    given: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, string>>;
  /** Told what happens to the database meanwhile. */
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
  readonly processes: readonly ClusterProcess[];
  readonly actorKeys: string;
  /** One of the processes. @throws Error when there is none */
  readonly of: (name: ProcessName, replica?: number) => ClusterProcess;
  /** Stops the processes in order, then the database. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the five processes (or more of each) on a real PostgreSQL of their own, from what was built, and waits until
 * all are ready. Whoever calls stops it.
 * @throws LaunchFault when the data folder cannot be used; Error with its output when a process ends at once
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = DataFolder.open(options.data);
  const lock = await takeLock(folder.path, 'npm run cluster');
  let database: ClusterDatabase | undefined;
  let broker: ClusterBroker | undefined;
  let processes: readonly ClusterProcess[] = [];
  const stop = (): Promise<void> => stopAll({ lock, database, broker, processes });
  try {
    database = await ClusterDatabase.open(folder, options.say ?? (() => undefined));
    broker = await brokerFor(options, folder);
    const actorKeys = newActorKeys();
    processes = await planned(options, { database, actorKeys, brokers: options.brokers ?? broker?.address });
    for (const one of processes) one.spawn();
    await Promise.all(processes.map((one) => one.ready()));
    const { url } = found(processes, 'gateway', 0);
    lock.serving(url);
    return {
      url,
      data: folder.path,
      database,
      broker,
      processes,
      actorKeys,
      stop,
      of: (name, replica = 0) => found(processes, name, replica),
    };
  } catch (error) {
    await stop();
    throw launchFaultOf(error, options.data) ?? error;
  }
}

/** A broker of its own, where Kafka is asked for and none is named. */
async function brokerFor({ feed, brokers }: ClusterOptions, folder: DataFolder): Promise<ClusterBroker | undefined> {
  return feed === 'kafka' && brokers === undefined ? ClusterBroker.open(join(folder.path, 'kafka')) : undefined;
}

interface Place {
  readonly name: ProcessName;
  readonly replica: number;
  readonly port: number;
}

async function planned(
  { feed = 'store', eventStore, environment, onOutput, ...shape }: ClusterOptions,
  {
    database,
    actorKeys,
    brokers,
  }: { readonly database: ClusterDatabase; readonly actorKeys: string; readonly brokers: string | undefined },
): Promise<readonly ClusterProcess[]> {
  const places = await placesOf(shape);
  const surroundings: Surroundings = {
    feed,
    brokers,
    eventStore,
    actorKeys,
    urls: urlsOf(places),
    databaseUrl: (schema) => database.connections.url(schema, 'service'),
  };
  return places.map((place) => {
    const given = environmentOf(place.name, surroundings);
    const onText = onOutput && ((text: string): void => onOutput(place, text));
    return new ClusterProcess({
      ...place,
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
        port: (replica === 0 ? ports?.[name] : undefined) ?? (await getPort({ host: '127.0.0.1' })),
      });
    }
  }
  return places;
}

function urlsOf(places: readonly Place[]): Surroundings['urls'] {
  return byService((service) =>
    places.filter(({ name }) => name === service).map(({ port }) => `http://127.0.0.1:${port}`),
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
