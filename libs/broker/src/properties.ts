import { join } from 'node:path';

/** Who may use the listener with credentials. */
export const brokerUser = { username: 'zhibu', password: 'zhibu-secret' } as const;

/** Where a broker listens, and where its clients with credentials are told to find it. */
export interface Ports {
  readonly plain: number;
  readonly sasl: number;
  readonly controller: number;
  readonly advertised: number;
}

/** By what a broker proves itself, and whom it believes: PEM files, and the names of its certificates. */
export interface BrokerTls {
  /** Key and certificate in one. */
  readonly keystore: string;
  readonly ca: string;
  /** The common name of its own certificate, by which it knows itself. */
  readonly name: string;
  /** The common name of whoever may do everything. */
  readonly admin: string;
}

/** The settings of a broker that is its own controller and lets everybody in, as its file has them. */
export function propertiesOf(folder: string, ports: Ports): string {
  const { username, password } = brokerUser;
  const login = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${username}" password="${password}" user_${username}="${password}";`;
  const listeners = (sasl: number): string => `PLAINTEXT://127.0.0.1:${ports.plain},SASL_PLAINTEXT://127.0.0.1:${sasl}`;
  return written({
    ...common(folder, ports.controller),
    listeners: `${listeners(ports.sasl)},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': listeners(ports.advertised),
    'inter.broker.listener.name': 'PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': login,
  });
}

/** Where a broker listens that lets in only whom it knows. */
export interface SecuredPorts {
  /** By TLS and SCRAM-SHA-512. */
  readonly client: number;
  /** By TLS and the client's certificate: the broker itself, and whoever provisions it. */
  readonly internal: number;
  readonly controller: number;
}

/** The settings of a broker that knows whoever comes by password or certificate, and lets him do what was granted and nothing else. */
export function securedPropertiesOf(folder: string, ports: SecuredPorts, tls: BrokerTls): string {
  const listeners = `CLIENT://127.0.0.1:${ports.client},INTERNAL://127.0.0.1:${ports.internal}`;
  return written({
    ...common(folder, ports.controller),
    listeners: `${listeners},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': listeners,
    'inter.broker.listener.name': 'INTERNAL',
    'listener.security.protocol.map': 'CLIENT:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.client.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': tls.keystore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': tls.ca,
    'listener.name.internal.ssl.client.auth': 'required',
    'listener.name.controller.ssl.client.auth': 'required',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:CN=${tls.name};User:CN=${tls.admin}`,
  });
}

const common = (folder: string, controller: number): Readonly<Record<string, string>> => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${controller}`,
  'controller.listener.names': 'CONTROLLER',
  'log.dirs': join(folder, 'data'),
  'auto.create.topics.enable': 'false',
  'delete.topic.enable': 'true',
  // One of each is enough for one broker, and quick.
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'group.initial.rebalance.delay.ms': '0',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
  'num.network.threads': '2',
  'num.io.threads': '4',
  'log.cleaner.dedupe.buffer.size': '4194304',
  'log.segment.delete.delay.ms': '1000',
  'file.delete.delay.ms': '1000',
});

const written = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
