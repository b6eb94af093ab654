import { brokerUser } from '@zhibu/broker';
import { TcpProxy } from '../support/tcp-proxy.ts';
import type { Chance } from './chance.ts';

/** Between the processes and what they lean on. */
export interface Wires {
  readonly database: TcpProxy;
  readonly broker: TcpProxy;
}

export async function openWires(chance: Chance): Promise<Wires> {
  const random = (): number => chance.next();
  return { database: await TcpProxy.open({ random }), broker: await TcpProxy.open({ random }) };
}

/** The settings of a process with every address of database and broker led through the proxies. */
export function rewired(
  { database, broker }: Wires,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const urls = Object.entries(given)
    .filter(([name]) => /^(((ACCESS|READER)_)?DATABASE_URL|STORE_URL_\w+)$/.test(name))
    .map(([name, value]): [string, string] => {
      const url = new URL(value);
      database.target = Number(url.port);
      url.port = String(database.port);
      return [name, url.href];
    });
  if (given['KAFKA_BROKERS'] === undefined) return Object.fromEntries(urls);
  return {
    ...Object.fromEntries(urls),
    KAFKA_BROKERS: `127.0.0.1:${broker.port}`,
    KAFKA_MECHANISM: 'plain',
    KAFKA_USERNAME: brokerUser.username,
    KAFKA_PASSWORD: brokerUser.password,
  };
}
