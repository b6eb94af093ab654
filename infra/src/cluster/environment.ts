import { type ServiceName, services } from '@zhibu/contracts';
import { accessSchema, peopleSchema, readModelSchemas } from '@zhibu/gateway';
import { type NewKeys, newKeys } from '@zhibu/service-kit';
import type { CertificateFiles } from '../certificates/files.ts';
import type { CertificateFolder } from '../certificates/folder.ts';
import type { ProcessName } from './process.ts';

/** Where everything is that the processes of a cluster are told of. */
export interface Surroundings {
  /** The connection string of a schema's role. */
  readonly databaseUrl: (schema: string, role: 'service' | 'reader') => string;
  /** Where each replica of a service listens. */
  readonly urls: Readonly<Record<ServiceName, readonly string[]>>;
  readonly feed: 'store' | 'kafka';
  /** How a process reaches the brokers, with the feed `kafka`. */
  readonly kafka?: ((name: ProcessName) => Readonly<Record<string, string>>) | undefined;
  /** The settings of EventStoreDB, where events are kept there. */
  readonly eventStore?: Readonly<Record<string, string>> | undefined;
  readonly keys: NewKeys;
  /** By what each process proves itself, and whom it believes; undefined: all speak plain HTTP. */
  readonly certificates?: CertificateFolder | undefined;
  /** By which the gateway knows the operator. */
  readonly operatorToken: string;
  /** What wraps the keys of the directory of people and seals one-time secrets, the newest first. */
  readonly peopleKeys: readonly Buffer[];
  /** The folder in which files of evidence are kept. */
  readonly evidence: string;
}

/** Who reads streams and logs without being one of the processes: whoever runs them. */
export const OPERATOR = 'operator';

/** The keys of the processes and of their operator, made for one run. */
export const newClusterKeys = (): NewKeys =>
  newKeys([...services, 'gateway', OPERATOR], `run-${Date.now().toString(36)}`);

/** The configuration of a process, as its environment. */
export function environmentOf(
  name: ProcessName,
  { databaseUrl, urls, feed, kafka, eventStore, keys, operatorToken, peopleKeys, evidence, certificates }: Surroundings,
): Record<string, string> {
  return {
    STORE: eventStore ? 'event-store-db' : 'postgres',
    ...eventStore,
    FEED: feed,
    DATABASE_URL: databaseUrl(name, 'service'),
    ...(name === 'gateway'
      ? {
          ...gatewayDatabases(databaseUrl),
          OPERATOR_TOKEN: operatorToken,
          PEOPLE_KEY: peopleKeys.map((key) => key.toString('base64url')).join(','),
        }
      : {}),
    ...(name === 'assessment' ? { EVIDENCE_FOLDER: evidence } : {}),
    SIGNING_KEY: keys.signing.get(name) ?? '',
    TRUSTED_KEYS: keys.trusted,
    ...(kafka ? { ...kafka(name), FEED_KEYS: keys.feed } : {}),
    ...(certificates ? tlsOf(certificates.files(name)) : {}),
    ...forEach('SERVICE_URL', (service) => urls[service].join(',')),
    ...(feed === 'store' ? forEach('STORE_URL', (service) => databaseUrl(service, 'reader')) : {}),
  };
}

const tlsOf = ({ cert, key, ca }: CertificateFiles): Readonly<Record<string, string>> => ({
  TLS_CERT: cert,
  TLS_KEY: key,
  TLS_CA: ca,
});

const gatewayDatabases = (databaseUrl: Surroundings['databaseUrl']): Readonly<Record<string, string>> => ({
  READER_DATABASE_URL: databaseUrl(readModelSchemas.live, 'reader'),
  ACCESS_DATABASE_URL: databaseUrl(accessSchema, 'service'),
  PEOPLE_DATABASE_URL: databaseUrl(peopleSchema, 'service'),
});

function forEach(prefix: string, value: (service: ServiceName) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(services.map((service) => [`${prefix}_${service.toUpperCase()}`, value(service)]));
}
