import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ServiceName, services, type Wording } from '@zhibu/contracts';
import { LaunchFault } from '../launcher/fault.ts';
import { defaultDataFolder } from '../launcher/settings.ts';
import { faults, wrong } from '../launcher/vocabulary.ts';

/** How `npm run cluster` was asked to start. */
export interface ClusterSettings {
  readonly data: string;
  readonly feed: 'store' | 'kafka';
  readonly brokers: string | undefined;
  /** The gateway's; the services listen on those after it. */
  readonly port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;
const DEFAULT_PORT = '4000';
const HIGHEST_PORT = 65_535 - services.length;

/**
 * Reads `--data FOLDER`, `--port N`, `--feed store|kafka`, `--brokers HOST:PORT,…` (or `ZHIBU_DATA`, `PORT`, `FEED`,
 * `KAFKA_BROKERS`). @throws LaunchFault naming every wrong one at once
 */
export function readClusterSettings(args: readonly string[], environment: Environment): ClusterSettings {
  const options = { data: { type: 'string' }, port: { type: 'string' }, feed: { type: 'string' }, brokers: { type: 'string' } } as const;
  const { values, tokens } = parseArgs({ args: [...args], strict: false, tokens: true, allowPositionals: true, options });
  const given = (name: keyof typeof options, variable: string, fallback: string): string => String(values[name] ?? (environment[variable] || fallback));
  const [data, port, feed] = [given('data', 'ZHIBU_DATA', defaultDataFolder), given('port', 'PORT', DEFAULT_PORT), given('feed', 'FEED', 'store')];
  const unknown = tokens.filter((token) => token.kind !== 'option' || !(token.name in options)).map(({ index }) => unknownOption(args[index] ?? ''));
  const found = [
    ...unknown,
    ...(isPort(port) ? [] : [wrong.value('PORT', port, wrong.port)]),
    ...(isFeed(feed) ? [] : [wrong.value('FEED', feed, { zh: 'store 或 kafka', en: 'store or kafka' })]),
  ];
  if (found.length > 0 || !isFeed(feed)) throw new LaunchFault(faults.settings(found));
  const brokers = given('brokers', 'KAFKA_BROKERS', '');
  return { data: resolve(data), port: Number(port), feed, brokers: brokers === '' ? undefined : brokers };
}

/** Where each process listens: the gateway at the port asked for, the services after it. */
export function portsFrom(port: number): Readonly<Record<ServiceName | 'gateway', number>> {
  return { gateway: port, organization: port + 1, assessment: port + 2, rectification: port + 3, supervision: port + 4 };
}

const unknownOption = (name: string): Wording => ({
  zh: `没有选项${name}（有 --data、--port、--feed、--brokers）`, en: `there is no option ${name} (there are --data, --port, --feed, --brokers)`,
});
const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= HIGHEST_PORT;
const isFeed = (text: string): text is 'store' | 'kafka' => text === 'store' || text === 'kafka';
