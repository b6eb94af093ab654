import { services } from '@zhibu/contracts';
import type { Declared } from './folder.ts';

/** As whom topics, users and permissions are made: the brokers' superuser, known by its certificate alone. */
export const KAFKA_ADMIN = 'kafka-admin';
export const KAFKA = 'kafka';
export const POSTGRES = 'postgres';
const OPERATOR = 'operator';

/** Where every process is reached on its own machine. */
const here = ['localhost', '127.0.0.1'];
const named = (name: string, hosts: readonly string[] = []): Declared => ({
  name,
  hosts: [...new Set([name, ...here, ...hosts])],
  keystore: name === KAFKA,
});

/** Who proves himself by a certificate where all run on one machine, PostgreSQL on a socket. @param hosts by which users know the gateway, beside this machine's */
export const clusterCertificates = (hosts: readonly string[] = []): readonly Declared[] => [
  ...services.map((service) => named(service)),
  named('gateway', hosts),
  named(KAFKA),
  { name: KAFKA_ADMIN, hosts: [KAFKA_ADMIN] },
];

/** The users of the images, by number: ours and Kafka's; Debian's and the public image's of PostgreSQL. */
const USER = 1_000;
const POSTGRES_USER = 999;

/** The same, PostgreSQL, and whoever runs commands, where each runs in a container of its own and is reached by its name. @param isRoot whether keys can be given to the users of the images */
export function containerCertificates(hosts: readonly string[], isRoot: boolean): readonly Declared[] {
  return [...clusterCertificates(hosts), named(POSTGRES), { name: OPERATOR, hosts: [OPERATOR] }].map((one) => ({
    ...one,
    owner: isRoot ? (one.name === POSTGRES ? POSTGRES_USER : USER) : undefined,
  }));
}

const NAMESPACE = 'zhibu';
/** A Service of the namespace, as it is called in it and from outside of it. */
const serviceNames = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [name, `${name}.${NAMESPACE}.svc`]);

/**
 * The same where each runs in pods behind Services: the processes, whoever runs commands, and the servers that components of
 * `k8s/` bring, under the names that their operators (CloudNativePG, Strimzi) give their Services.
 */
export const kubernetesCertificates = (hosts: readonly string[]): readonly Declared[] => [
  ...services.map((service) => named(service, serviceNames(service))),
  named('gateway', [...serviceNames('gateway'), ...hosts]),
  { name: OPERATOR, hosts: [OPERATOR] },
  named(POSTGRES, serviceNames(POSTGRES, 'postgres-rw', 'postgres-ro', 'postgres-r')),
  { name: KAFKA, hosts: [...serviceNames(KAFKA, 'kafka-kafka-bootstrap'), `*.kafka-kafka-brokers.${NAMESPACE}.svc`] },
  named('event-store-db', serviceNames('event-store-db')),
  named('collector', serviceNames('collector')),
];
