import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureTopics, type KafkaCluster, kafkaCluster } from '@zhibu/feed';
import { type Broker, runKafka } from '@zhibu/broker';
import { declaredTopics } from '@zhibu/infra';
import { repository } from '../support/platform.ts';

const TOPIC_PREFIX = 'zhibu';
const cache = join(repository, '.cache', 'kafka');

/** The broker under the scene, stopped and started again on its folder. */
export class Stream {
  readonly client: KafkaCluster;
  private readonly folder: string;
  private readonly proxyPort: number | undefined;
  private broker: Broker;

  private constructor(at: { readonly folder: string; readonly proxyPort: number | undefined }, broker: Broker) {
    this.folder = at.folder;
    this.proxyPort = at.proxyPort;
    this.broker = broker;
    this.client = kafkaCluster({ brokers: [broker.address], clientId: 'zhibu-faults' });
  }

  /** @param proxyPort where the listener with credentials says that it is to be reached */
  static async open(folder: string, proxyPort: number | undefined): Promise<Stream> {
    await mkdir(folder, { recursive: true });
    const broker = await runKafka({ folder, cache, ...advertised(proxyPort) });
    const stream = new Stream({ folder, proxyPort }, broker);
    await stream.makeTopics();
    return stream;
  }

  get address(): string {
    return this.broker.address;
  }
  /** The listener with credentials: it alone may stand behind a proxy, for the broker itself uses the other. */
  get saslPort(): number {
    return Number(this.broker.saslAddress.split(':')[1]);
  }
  stop(): Promise<void> {
    return this.broker.stop();
  }

  async start(): Promise<void> {
    this.broker = await runKafka({
      folder: this.folder,
      cache,
      port: Number(this.address.split(':')[1]),
      ...advertised(this.proxyPort),
    });
  }

  /** Makes the topics that are missing, as they are declared for one broker. */
  async makeTopics(): Promise<void> {
    await ensureTopics(this.client, declaredTopics(TOPIC_PREFIX, 1));
  }
}

const advertised = (proxyPort: number | undefined): { readonly advertisedSaslPort?: number } =>
  proxyPort === undefined ? {} : { advertisedSaslPort: proxyPort };
