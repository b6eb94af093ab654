import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectionParts, connectionStringForm, type EventStoreDbAccess, isProxy } from '@zhibu/event-store';
import { needed, optional, readConfiguration, secret, type Setting, words } from './configuration.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Without TLS the client sends no credentials and says nothing of it, so settings that need it ask for it. */
const address = (needsTls: boolean): Setting<string> => ({
  says: `${connectionStringForm}${needsTls ? '; not tls=false, since EVENTSTORE_CA_FILE or EVENTSTORE_USERNAME is given' : ''}`,
  read: (text) => {
    const parts = connectionParts(text);
    return parts && !(needsTls && parts.options['tls'] === 'false') ? text : undefined;
  },
});

const certificates: Setting<string> = {
  says: 'a file of PEM certificates that can be read',
  read: (text) => {
    try {
      return new X509Certificate(readFileSync(text)).subject === undefined ? undefined : text;
    } catch {
      return undefined;
    }
  },
};

const proxy: Setting<string> = {
  says: 'the address of an HTTP proxy (http://[user:password@]host:port)',
  read: (text) => (isProxy(text) ? text : undefined),
};

/** The settings of an EventStoreDB cluster. @param isUsed whether its address must be there */
export function eventStoreSettings(environment: Environment, isUsed: boolean) {
  const { EVENTSTORE_USERNAME: username, EVENTSTORE_PASSWORD: password, EVENTSTORE_CA_FILE: caFile } = environment;
  return {
    EVENTSTORE_URL: secret(needed(isUsed, address(Boolean(username || caFile)))),
    EVENTSTORE_CA_FILE: optional(certificates),
    EVENTSTORE_USERNAME: needed(Boolean(password), words()),
    EVENTSTORE_PASSWORD: secret(needed(Boolean(username), words())),
    EVENTSTORE_PROXY: secret(optional(proxy)),
  };
}

/** How the cluster is reached that the settings name. */
export function eventStoreAccess(settings: {
  readonly EVENTSTORE_URL: string | null;
  readonly EVENTSTORE_CA_FILE: string | null;
  readonly EVENTSTORE_USERNAME: string | null;
  readonly EVENTSTORE_PASSWORD: string | null;
  readonly EVENTSTORE_PROXY: string | null;
}): EventStoreDbAccess {
  const {
    EVENTSTORE_URL: connectionString,
    EVENTSTORE_CA_FILE: caFile,
    EVENTSTORE_USERNAME: username,
    EVENTSTORE_PASSWORD: password,
    EVENTSTORE_PROXY: proxyAddress,
  } = settings;
  return {
    connectionString: connectionString ?? '',
    ...(caFile === null ? {} : { caFile }),
    ...(proxyAddress === null ? {} : { proxy: proxyAddress }),
    ...(username === null || password === null ? {} : { credentials: { username, password } }),
  };
}

/** The same for a command that needs nothing else. @throws ConfigurationError naming every setting that is wrong or missing */
export function eventStoreAccessFrom(environment: Environment): EventStoreDbAccess {
  return eventStoreAccess(readConfiguration(eventStoreSettings(environment, true), environment));
}
