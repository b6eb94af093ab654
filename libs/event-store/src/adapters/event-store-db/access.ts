/** How an EventStoreDB cluster is reached. */
export interface EventStoreDbAccess {
  /**
   * `esdb://[user:password@]host:port[,host:port][?tls=…]`, or `esdb+discover://…`: the server's own form. Several hosts, and
   * those of `esdb+discover`, are all asked who leads. What it says of discovery (`maxDiscoverAttempts`, `discoveryInterval`,
   * `gossipTimeout`, `nodePreference`) is taken and means nothing here: every request goes to the leader.
   */
  readonly connectionString: string;
  /** A file of PEM certificates that the cluster's are signed by; those that Node trusts unless told. */
  readonly caFile?: string | undefined;
  /** Instead of those in the connection string. */
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
  /** `http://[user:password@]host:port`: what stands between us and the cluster; none unless told, whatever the environment says to others. */
  readonly proxy?: string | undefined;
}

/** A connection string in its parts. */
export interface ConnectionParts {
  readonly protocol: string;
  /** As written: percent-encoded. */
  readonly credentials: string | undefined;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  /** By the client's names. */
  readonly options: Readonly<Record<string, string>>;
}

type OptionKind = 'flag' | 'yes' | 'number' | 'text';
/** What the client knows. It warns of every other one in a sentence that repeats the string whole, so none gets as far; nor does `tlsVerifyCert=false`, which it cannot do. */
const OPTIONS: Readonly<Record<string, OptionKind>> = {
  tls: 'flag',
  tlsVerifyCert: 'yes',
  tlsCAFile: 'text',
  userCertFile: 'text',
  userKeyFile: 'text',
  connectionName: 'text',
  nodePreference: 'text',
  maxDiscoverAttempts: 'number',
  discoveryInterval: 'number',
  gossipTimeout: 'number',
  defaultDeadline: 'number',
  keepAliveInterval: 'number',
  keepAliveTimeout: 'number',
  throwOnAppendFailure: 'yes',
};
const VALUES: Readonly<Record<OptionKind, RegExp>> = {
  flag: /^(true|false)$/,
  yes: /^true$/,
  number: /^-?\d{1,9}$/,
  text: /^[^?]+$/,
};
const FORM = /^(esdb|esdb\+discover):\/\/(?:([^:@]+:[^@]+)@)?([^@/?]+)\/?(?:\?(.*))?$/;
const HOST = /^(?<host>[\w.-]+)(?::(?<port>\d{1,5}))?$/;
const DEFAULT_PORT = 2113;

/** What such a string must be, for whoever has to mend one. */
export const connectionStringForm = `esdb://[user:password@]host:port[,host:port][?option=value&…], or esdb+discover://…; options: ${Object.keys(OPTIONS).join(', ')}`;

/** A connection string in its parts; undefined when it is none that the client takes without a word. */
export function connectionParts(text: string): ConnectionParts | undefined {
  const [, protocol, credentials, hosts, options] = FORM.exec(text.trim()) ?? [];
  if (protocol === undefined || hosts === undefined) return undefined;
  const found = { hosts: hostsOf(hosts), options: optionsOf(options) };
  return isDecodable(credentials) && found.hosts && found.options
    ? { protocol, credentials, hosts: found.hosts, options: found.options }
    : undefined;
}

/** Pings are sent by the connection itself; the client would only warn of them. */
const NOT_THE_CLIENTS = new Set(['keepAliveInterval', 'keepAliveTimeout']);

/**
 * The connection string that the client is given.
 * @param address `host:port` of one node of the cluster; all unless told
 * @throws TypeError for one that is none; it repeats nothing of it
 */
export function clientString({ connectionString, caFile, credentials }: EventStoreDbAccess, address?: string): string {
  const parts = connectionParts(connectionString);
  if (!parts)
    throw new TypeError(`the connection string of EventStoreDB cannot be read; it must be ${connectionStringForm}`);
  const user = credentials
    ? [credentials.username, credentials.password].map(encodeURIComponent).join(':')
    : parts.credentials;
  const hosts = address ?? parts.hosts.map(({ host, port }) => `${host}:${port}`).join(',');
  const options = { ...parts.options, ...(caFile === undefined ? {} : { tlsCAFile: encodeURIComponent(caFile) }) };
  const told = Object.entries(options)
    .filter(([name]) => !NOT_THE_CLIENTS.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return `${address === undefined ? parts.protocol : 'esdb'}://${user ? `${user}@` : ''}${hosts}${told ? `?${told}` : ''}`;
}

function hostsOf(text: string): ConnectionParts['hosts'] | undefined {
  const found = text.split(',').flatMap((one) => {
    const { host, port = String(DEFAULT_PORT) } = HOST.exec(one.trim())?.groups ?? {};
    return host ? [{ host, port: Number(port) }] : [];
  });
  return found.length === text.split(',').length ? found : undefined;
}

function optionsOf(text = ''): ConnectionParts['options'] | undefined {
  const pairs = text === '' ? [] : text.split('&').map((pair) => pair.split(/=(.*)/s));
  const found = pairs.flatMap(([key = '', value = '']): [string, string][] => {
    const name = Object.keys(OPTIONS).find((one) => one.toLowerCase() === key.toLowerCase().replaceAll(/[_-]/g, ''));
    return name !== undefined && VALUES[OPTIONS[name] ?? 'text'].test(value) && isDecodable(value)
      ? [[name, value]]
      : [];
  });
  return found.length === pairs.length ? Object.fromEntries(found) : undefined;
}

function isDecodable(text = ''): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
