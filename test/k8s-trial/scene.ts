import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { organizationStream, services } from '@zhibu/contracts';
import { kafkaCluster } from '@zhibu/feed';
import type { Connections } from '@zhibu/infra';
import { kafkaAccessFrom } from '@zhibu/service-kit';
import { Chance } from '../faults/chance.ts';
import { logOf } from '../faults/logs.ts';
import type { Reckoned } from '../faults/reckoning.ts';
import { province, setUp, Traffic } from '../faults/traffic.ts';
import { Ledger } from '../support/ledger.ts';
import { Load } from '../support/load.ts';
import { repository, RunningProgram } from '../support/program.ts';
import type { Secrets } from './installation.ts';

export const GATEWAY = 'https://gateway:4000';
const demo = join(repository, 'infra', 'demo');

/** An installation under a load that is written down, seen from its own network. */
export interface TrialScene extends Reckoned {
  readonly secrets: Secrets;
  readonly traffic: Traffic;
  /** Commands that were there before the load. */
  readonly before: ReadonlySet<string>;
  readonly tell: (text: string) => void;
}

/** By what the operator shows who he is. */
export const shown = (secrets: Secrets): Readonly<Record<string, string>> => ({
  authorization: `Bearer ${secrets.read('operator', 'OPERATOR_TOKEN')}`,
});

/** Registers what the load needs beside what was imported. */
export async function openScene(secrets: Secrets, tell: (text: string) => void): Promise<TrialScene> {
  const [chance, ledger] = [new Chance(Date.now() % 2 ** 31), new Ledger()];
  // Another name each time: what a run before left in a cluster that was kept stays what it is.
  const traffic = new Traffic(chance, `K${chance.between(1_000, 9_999)}`);
  const load = senderOf({ secrets, ledger, traffic }, { senders: 3, pauseMs: 150 });
  const cluster = clusterOf(secrets);
  const logs = await Promise.all(services.map((service) => logOf(cluster, service)));
  const before = new Set(logs.flat().map(({ metadata }) => metadata.commandId));
  const isSetUp = logs.flat().some(({ stream }) => stream === organizationStream(province));
  for (const wanted of isSetUp ? [] : setUp) {
    const { refused } = await load.perform(wanted);
    if (refused !== undefined) throw new Error(`${wanted.name} was refused: ${refused}`);
  }
  return { secrets, chance, ledger, traffic, load, cluster, kafka: { client: kafkaOf(secrets) }, before, tell };
}

/** Senders of what the traffic has next, each written down before it is sent. */
export function senderOf(
  { secrets, ledger, traffic }: Pick<TrialScene, 'secrets' | 'ledger' | 'traffic'>,
  pace: { readonly senders: number; readonly pauseMs: number },
): Load {
  return new Load({
    ...pace,
    ledger,
    urls: () => [GATEWAY],
    headers: shown(secrets),
    next: () => traffic.next(),
    newId: () => randomUUID(),
    onAcknowledged: (entry) => traffic.acknowledged(entry),
  });
}

function clusterOf(secrets: Secrets): Reckoned['cluster'] {
  return {
    database: { connections: connectionsOf(secrets) },
    keys: { signing: new Map([['operator', secrets.read('operator', 'SIGNING_KEY')]]) },
    of: (name) => ({ url: `https://${name}:4000` }),
  };
}

function connectionsOf(secrets: Secrets): Connections {
  const urlOf = (user: string, password: string): string =>
    `postgres://${user}:${password}@postgres.stores:5432/zhibu?sslmode=verify-full`;
  const names = {
    owner: () => 'PASSWORD_OWNER',
    service: (schema: string) => `PASSWORD_${schema.toUpperCase()}`,
    reader: (schema: string) => `PASSWORD_${schema.toUpperCase()}_READER`,
  };
  return {
    adminUrl: urlOf('postgres', secrets.read('postgres-superuser', 'password')),
    url: (schema, role) => urlOf(`${schema}_${role}`, secrets.read('database-roles', names[role](schema))),
  };
}

function kafkaOf(secrets: Secrets): ReturnType<typeof kafkaCluster> {
  const { cluster } = kafkaAccessFrom(
    {
      KAFKA_BROKERS: 'kafka.stores:9092',
      KAFKA_TLS: 'on',
      KAFKA_USERNAME: secrets.read('kafka-administrator', 'username'),
      KAFKA_PASSWORD: secrets.read('kafka-administrator', 'password'),
    },
    'k8s-trial',
  );
  return kafkaCluster(cluster);
}

/** The demonstration's 24 branches, as an operator brings them. @throws Error with what the import said */
export async function importEdges(secrets: Secrets): Promise<void> {
  const editions = ['classification-2022', 'appraisal-2021'].flatMap((name) => [
    '--edition',
    join(demo, 'editions', `${name}.json`),
  ]);
  const basis = ['--programme-basis', 'committee:party-building-site=approved:示例〔2020〕1号'];
  const program = join(repository, 'infra', 'dist', 'cli', 'import.cli.js');
  const args = [program, ...editions, '--period', '2022', ...basis, '--server', GATEWAY, join(demo, 'edges-24')];
  const environment = { OPERATOR_TOKEN: secrets.read('operator', 'OPERATOR_TOKEN') };
  const { code, stdout, stderr } = await new RunningProgram(process.execPath, args, { environment }).ended;
  if (code !== 0) throw new Error(`the import ended with ${code}: ${stdout}${stderr}`);
}
