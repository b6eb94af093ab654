import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Cluster, type ProcessName, startCluster } from '@zhibu/infra';
import { Ledger } from '../support/ledger.ts';
import { Load } from '../support/load.ts';
import { discard, temporaryFolder } from '../support/platform.ts';
import { Chance } from './chance.ts';
import { Stream } from './stream.ts';
import { setUp, Traffic } from './traffic.ts';
import { openWires, rewired, type Wires } from './wires.ts';

export interface SceneOptions {
  readonly seed: number;
  readonly feed: 'store' | 'kafka';
  /** How many of each process; one unless told. */
  readonly replicas?: Readonly<Partial<Record<ProcessName, number>>>;
  /** Whether processes reach database and broker through proxies. */
  readonly proxied?: boolean;
  readonly tell?: (text: string) => void;
}

/** The platform under a fault: real processes, database and broker, under a steady load that is written down. */
export interface Scene extends Ground {
  readonly load: Load;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly traffic: Traffic;
  readonly tell: (text: string) => void;
  readonly close: () => Promise<void>;
}

interface Ground {
  /** Where all data lie. */
  readonly folder: string;
  readonly cluster: Cluster;
  readonly wires: Wires | undefined;
  /** Undefined with feeds from the stores. */
  readonly kafka: Stream | undefined;
}

type Closing = (() => Promise<unknown>)[];

/** Starts all of it, and the register's upper part. Whoever calls closes it. */
export async function openScene(options: SceneOptions): Promise<Scene> {
  const chance = new Chance(options.seed);
  const closing: Closing = [];
  let closed: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    for (const one of closing.reverse()) await one();
  };
  // An interruption and the line's own end may both want it; both wait for it.
  const close = (): Promise<void> => (closed ??= closeAll());
  try {
    const ground = await openGround(options, { chance, closing });
    const ledger = new Ledger();
    const traffic = new Traffic(chance, 'B');
    const load = new Load({
      ledger,
      urls: () => doorsOf(ground.cluster),
      next: () => traffic.next(),
      newId: () => randomUUID(),
      onAcknowledged: (entry) => traffic.acknowledged(entry),
    });
    for (const wanted of setUp) await registered(load, wanted);
    return { ...ground, load, ledger, chance, traffic, close, tell: options.tell ?? ((): void => undefined) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openGround(
  options: SceneOptions,
  { chance, closing }: { readonly chance: Chance; readonly closing: Closing },
): Promise<Ground> {
  const folder = await temporaryFolder('zhibu faults ');
  closing.push(() => discard(folder));
  const wires = options.proxied ? await openWires(chance) : undefined;
  closing.push(async () => {
    await Promise.all([wires?.database.close(), wires?.broker.close()]);
  });
  const kafka = options.feed === 'kafka' ? await Stream.open(join(folder, 'kafka'), wires?.broker.port) : undefined;
  closing.push(async () => {
    await kafka?.stop();
  });
  if (wires) wires.broker.target = kafka?.saslPort;
  const cluster = await startCluster({
    data: join(folder, 'data'),
    feed: options.feed,
    replicas: options.replicas ?? {},
    ...(kafka ? { brokers: kafka.address } : {}),
    environment: (_name, given) => (wires ? rewired(wires, given) : {}),
  });
  closing.push(() => cluster.stop());
  return { folder, cluster, wires, kafka };
}

/** The gateways that run; the first one when none does, for it comes back. */
function doorsOf(cluster: Cluster): readonly string[] {
  const running = cluster.processes
    .filter(({ name, pid }) => name === 'gateway' && pid !== undefined)
    .map(({ url }) => url);
  return running.length > 0 ? running : [cluster.url];
}

async function registered(load: Load, wanted: (typeof setUp)[number]): Promise<void> {
  const { refused } = await load.perform(wanted);
  if (refused !== undefined) throw new Error(`${wanted.name} was refused: ${refused}`);
}
