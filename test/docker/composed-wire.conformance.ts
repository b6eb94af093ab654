import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:tls';
import type { Compose } from '../support/docker/compose.ts';
import type { Engine } from '../support/docker/engine.ts';

const WITHIN_MS = 300_000;

/** A composed platform, as whoever stands in its network reaches it. */
export interface ComposedPlatform {
  readonly compose: Compose;
  readonly engine: Engine;
  readonly image: string;
  /** What `secrets` has made. */
  readonly settings: Readonly<Record<string, string>>;
  /** The gateway's port on this machine. */
  readonly published: number;
}

/** The number of the certificate that a port of this machine shows. */
export async function certificateAt(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

/** Sends a message to the topic of Organization, as the environment says, and tells what became of it. */
const SEND = `
import { kafkaCluster } from '@zhibu/feed';
import { kafkaAccessFrom } from '@zhibu/service-kit';
const { cluster } = kafkaAccessFrom(process.env, 'test');
const producer = kafkaCluster(cluster).producer({ allowAutoTopicCreation: false, retry: { retries: 2 } });
try {
  await producer.connect();
  await producer.send({ topic: 'zhibu.organization', messages: [{ key: 'P', value: '{}' }] });
  console.log('written');
} catch (error) {
  console.log(error.type ?? error.code ?? error.message);
}
process.exit(0);
`;

/** Connects to PostgreSQL as a role that may, with or without TLS, and tells what became of it. */
const CONNECT = `
import pg from 'pg';
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect().then(() => console.log('let in'), (error) => console.log(error.message));
process.exit(0);
`;

/** Whom PostgreSQL, Kafka and the gateway of compose.yaml let in. */
export function composedWire(platform: () => ComposedPlatform): void {
  /** What a program says that runs in the network of the platform, seeing the certificates of one name. */
  const said = async (
    program: string,
    seeing: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const { engine, compose, image } = platform();
    const given = Object.entries({ NODE_EXTRA_CA_CERTS: '/certificates/ca.pem', ...environment });
    return engine.docker([
      'run',
      '--rm',
      '--read-only',
      '--network',
      `${compose.project}_default`,
      '--volume',
      `${compose.project}_tls-${seeing}:/certificates:ro`,
      ...given.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      '--workdir',
      '/app/infra',
      '--entrypoint',
      'node',
      image,
      '--input-type=module',
      '--eval',
      program,
    ]);
  };

  const kafkaAs = (name: string): Readonly<Record<string, string>> => ({
    KAFKA_BROKERS: 'kafka:9092',
    KAFKA_TLS: 'on',
    KAFKA_USERNAME: `zhibu-${name}`,
    KAFKA_PASSWORD: platform().settings[`KAFKA_PASSWORD_${name.toUpperCase()}`] ?? '',
  });
  const certificate = {
    KAFKA_BROKERS: 'kafka:9094',
    KAFKA_TLS: 'on',
    KAFKA_MECHANISM: 'certificate',
    TLS_CERT: '/certificates/cert.pem',
    TLS_KEY: '/certificates/key.pem',
  };
  const databaseAt = (query: string): Readonly<Record<string, string>> => {
    const password = platform().settings['PASSWORD_ORGANIZATION'];
    return { DATABASE_URL: `postgres://organization_service:${password}@postgres:5432/zhibu${query}` };
  };

  describe('between the containers', () => {
    it(
      'a topic is written by its owner and by nobody else, whatever certificate he shows',
      async () => {
        expect(await said(SEND, 'supervision', kafkaAs('supervision'))).toBe('TOPIC_AUTHORIZATION_FAILED');
        expect(await said(SEND, 'gateway', kafkaAs('gateway'))).toBe('TOPIC_AUTHORIZATION_FAILED');
        expect(await said(SEND, 'gateway', certificate)).toMatch(/^Not authorized to access topics/);
        expect(await said(SEND, 'organization', kafkaAs('organization'))).toBe('written');
      },
      WITHIN_MS,
    );

    it(
      'nobody is let in who speaks in clear',
      async () => {
        const { published } = platform();
        await expect(fetch(`http://127.0.0.1:${published}/health/live`)).rejects.toThrow();
        expect(await said(SEND, 'organization', { ...kafkaAs('organization'), KAFKA_TLS: 'off' })).not.toBe('written');
        expect(await said(CONNECT, 'organization', databaseAt(''))).toMatch(/no pg_hba.conf entry.*no encryption/);
        expect(await said(CONNECT, 'organization', databaseAt('?sslmode=verify-full'))).toBe('let in');
      },
      WITHIN_MS,
    );

    it(
      'nobody is believed whose certificate another authority has signed',
      async () => {
        const nowhere = { NODE_EXTRA_CA_CERTS: '' };
        expect(await said(SEND, 'organization', { ...kafkaAs('organization'), ...nowhere })).not.toBe('written');
        expect(await said(CONNECT, 'organization', { ...databaseAt('?sslmode=verify-full'), ...nowhere })).toMatch(
          /self.signed|unable to (verify|get)/,
        );
      },
      WITHIN_MS,
    );
  });
}
