import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { byService, services, type Wording } from '@zhibu/contracts';
import { LaunchFault } from '../launcher/fault.ts';
import { defaultDataFolder } from '../launcher/settings.ts';
import { faults, wrong } from '../launcher/vocabulary.ts';
import type { ClusterOptions } from './cluster.ts';

/** How `npm run cluster` was asked to start. */
export interface ClusterSettings {
  readonly data: string;
  readonly feed: 'store' | 'kafka';
  readonly brokers: string | undefined;
  /** Without TLS and without passwords, because it was wished so. */
  readonly plain: boolean;
  /** How the processes reach brokers that are named, beside where they are: `KAFKA_…`, as a process is told. */
  readonly kafka: Readonly<Record<string, string>>;
  /** The processes' settings of EventStoreDB; undefined with the PostgreSQL store. */
  readonly eventStore: Readonly<Record<string, string>> | undefined;
  readonly ports: Ports;
}

type Ports = NonNullable<ClusterOptions['ports']>;
type Environment = Readonly<Record<string, string | undefined>>;
const FIRST_PORT = 4000;
const HIGHEST_PORT = 65_535;

const options = {
  data: { type: 'string' },
  port: { type: 'string' },
  feed: { type: 'string' },
  brokers: { type: 'string' },
  store: { type: 'string' },
  plain: { type: 'boolean' },
} as const;

/**
 * Reads `--data FOLDER`, `--port N`, `--feed store|kafka`, `--brokers HOST:PORT,…`, `--store postgres|event-store-db`, `--plain`
 * (or `ZHIBU_DATA`, `PORT`, `FEED`, `KAFKA_BROKERS`, `STORE`); where EventStoreDB is, and by what brokers that are named know
 * the processes, the environment says as it does to a process.
 * @throws LaunchFault naming every wrong one at once
 */
export function readClusterSettings(args: readonly string[], environment: Environment): ClusterSettings {
  const { values, tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options,
  });
  const given = (name: Exclude<keyof typeof options, 'plain'>, variable: string, fallback: string): string =>
    String(values[name] ?? (environment[variable] || fallback));
  const [port, feed, store] = [
    given('port', 'PORT', ''),
    given('feed', 'FEED', 'kafka'),
    given('store', 'STORE', 'postgres'),
  ];
  const unknown = tokens
    .filter((token) => token.kind !== 'option' || !(token.name in options))
    .map(({ index }) => unknownOption(args[index] ?? ''));
  const found = [...unknown, ...faultsOf({ port, feed, store })];
  if (found.length > 0 || !isFeed(feed)) throw new LaunchFault(faults.settings(found));
  return {
    data: resolve(given('data', 'ZHIBU_DATA', defaultDataFolder)),
    ports: portsFrom(port),
    feed,
    brokers: given('brokers', 'KAFKA_BROKERS', '') || undefined,
    plain: values['plain'] === true,
    kafka: beginningWith('KAFKA_', environment),
    eventStore: store === 'event-store-db' ? beginningWith('EVENTSTORE_', environment) : undefined,
  };
}

type Named = Readonly<Record<'port' | 'feed' | 'store', string>>;

const faultsOf = ({ port, feed, store }: Named): readonly Wording[] => [
  ...(port === '' || isPort(port) ? [] : [wrong.value('PORT', port, wrong.port)]),
  ...(isFeed(feed) ? [] : [wrong.value('FEED', feed, eitherOf(feeds))]),
  ...(stores.has(store) ? [] : [wrong.value('STORE', store, eitherOf([...stores]))]),
];

const stores: ReadonlySet<string> = new Set(['postgres', 'event-store-db']);
const feeds = ['store', 'kafka'] as const;
const eitherOf = (words: readonly string[]): Wording => ({ zh: words.join(' 或 '), en: words.join(' or ') });

function beginningWith(prefix: string, environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (name.startsWith(prefix) && value ? [[name, value]] : [])),
  );
}

/** The gateway where it is asked for, the services on free ports; 4000 to 4004 when nothing is asked. */
function portsFrom(asked: string): Ports {
  return asked === ''
    ? { gateway: FIRST_PORT, ...byService((service) => FIRST_PORT + 1 + services.indexOf(service)) }
    : { gateway: Number(asked) };
}

const unknownOption = (name: string): Wording => ({
  zh: `没有选项${name}（有 --data、--port、--feed、--brokers、--store、--plain）`,
  en: `there is no option ${name} (there are --data, --port, --feed, --brokers, --store, --plain)`,
});
const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= HIGHEST_PORT;
const isFeed = (text: string): text is (typeof feeds)[number] => feeds.some((feed) => feed === text);
