import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type KafkaCluster, kafkaCluster, type Principal, principals, userOf } from '@zhibu/feed';
import { runKafka, runSecuredKafka } from '@zhibu/broker';
import { KAFKA, KAFKA_ADMIN } from '../certificates/declaration.ts';
import type { CertificateFolder } from '../certificates/folder.ts';
import { gone } from '../launcher/running.ts';
import { provision } from '../topics/provision.ts';

/** The jars are downloaded once, and kept. */
const cache = fileURLToPath(new URL('../../../.cache/kafka', import.meta.url));
const GONE_WITHIN_MS = 30_000;
const PREFIX = 'zhibu';
const CLIENT = 'zhibu-cluster';
const PASSWORD_BYTES = 24;

/** What runs, whoever is let in. */
interface Running {
  readonly address: string;
  /** Where whoever may do everything comes. */
  readonly adminAddress: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** How a broker is started and used; started again on the ports that it had. */
interface Manner {
  readonly run: (ports?: { readonly port: number; readonly adminPort: number }) => Promise<Running>;
  readonly asAdmin: (broker: Running) => KafkaCluster;
  /** By which the processes are known; undefined where everybody is let in. */
  readonly passwords: ReadonlyMap<Principal, string> | undefined;
}

/** The Kafka broker under a cluster: real, on ports that it keeps when it is killed and started again. */
export class ClusterBroker {
  /** `host:port` */
  readonly address: string;
  private readonly manner: Manner;
  private broker: Running;

  private constructor(manner: Manner, broker: Running) {
    this.manner = manner;
    this.broker = broker;
    this.address = broker.address;
  }

  /**
   * Starts it on a folder, by TLS with certificates that are there, and makes topics, users and permissions; without
   * certificates it lets everybody in. @throws NoBroker where there is no Java or Maven
   */
  static async open(folder: string, certificates: CertificateFolder | undefined): Promise<ClusterBroker> {
    const manner = certificates ? securedIn(folder, certificates) : plainIn(folder);
    const opened = new ClusterBroker(manner, await manner.run());
    await provision(opened.asAdmin(), { prefix: PREFIX, replicas: 1, passwords: manner.passwords });
    return opened;
  }

  /** A client that may do everything. */
  asAdmin(): KafkaCluster {
    return this.manner.asAdmin(this.broker);
  }

  /** `host:port` where whoever may do everything comes. */
  get adminAddress(): string {
    return this.broker.adminAddress;
  }
  get pid(): number {
    return this.broker.pid;
  }

  /** How a process is told to reach it. */
  settings(name: Principal): Readonly<Record<string, string>> {
    return {
      KAFKA_BROKERS: this.address,
      ...(this.manner.passwords
        ? {
            KAFKA_TLS: 'on',
            KAFKA_USERNAME: userOf(name, PREFIX),
            KAFKA_PASSWORD: this.manner.passwords.get(name) ?? '',
          }
        : {}),
    };
  }

  /** Starts it again after it was killed or stopped. */
  async start(): Promise<void> {
    const { address, adminAddress } = this.broker;
    this.broker = await this.manner.run({ port: portOf(address), adminPort: portOf(adminAddress) });
  }

  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await gone(this.pid, GONE_WITHIN_MS);
  }

  stop(): Promise<void> {
    return this.broker.stop();
  }
}

const portOf = (address: string): number => Number(address.split(':')[1]);

const plainIn = (folder: string): Manner => ({
  run: async (ports) => {
    const broker = await runKafka({ folder, cache, ...(ports ? { port: ports.port } : {}) });
    return { ...broker, adminAddress: broker.address };
  },
  asAdmin: ({ address }) => kafkaCluster({ brokers: [address], clientId: CLIENT }),
  passwords: undefined,
});

function securedIn(folder: string, certificates: CertificateFolder): Manner {
  const { keystore, ca } = certificates.files(KAFKA);
  const admin = certificates.files(KAFKA_ADMIN);
  const pem = (file: string): string => readFileSync(file, 'utf8');
  return {
    run: (ports) =>
      runSecuredKafka({ folder, cache, tls: { keystore, ca, name: KAFKA, admin: KAFKA_ADMIN }, ...ports }),
    asAdmin: ({ adminAddress }) =>
      kafkaCluster({
        brokers: [adminAddress],
        clientId: CLIENT,
        tls: { cert: pem(admin.cert), key: pem(admin.key), ca: pem(admin.ca) },
      }),
    // As the signing keys, made for one run: whoever has read the last one's has nothing.
    passwords: new Map(principals.map((one) => [one, randomBytes(PASSWORD_BYTES).toString('base64url')])),
  };
}
