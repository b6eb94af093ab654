import { fileURLToPath } from 'node:url';
import { ensureTopics, kafkaCluster } from '@zhibu/feed';
import { type Broker, runKafka } from '@zhibu/broker';
import { gone } from '../launcher/running.ts';
import { declaredTopics } from '../topics/declaration.ts';

/** The jars are downloaded once, and kept. */
const cache = fileURLToPath(new URL('../../../.cache/kafka', import.meta.url));
const GONE_WITHIN_MS = 30_000;

/** The Kafka broker under a cluster: real, on one port that it keeps when it is killed and started again. */
export class ClusterBroker {
  /** `host:port` */
  readonly address: string;
  private readonly folder: string;
  private broker: Broker;

  private constructor(folder: string, broker: Broker) {
    this.folder = folder;
    this.broker = broker;
    this.address = broker.address;
  }

  /** Starts it on a folder, and makes the topics that are missing. @throws NoBroker where there is no Java or Maven */
  static async open(folder: string, port?: number): Promise<ClusterBroker> {
    const broker = new ClusterBroker(
      folder,
      await runKafka({ folder, cache, ...(port === undefined ? {} : { port }) }),
    );
    await ensureTopics(
      kafkaCluster({ brokers: [broker.address], clientId: 'zhibu-cluster' }),
      declaredTopics('zhibu', 1),
    );
    return broker;
  }

  get pid(): number {
    return this.broker.pid;
  }

  /** Starts it again after it was killed or stopped. */
  async start(): Promise<void> {
    this.broker = await runKafka({ folder: this.folder, cache, port: Number(this.address.split(':')[1]) });
  }

  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await gone(this.pid, GONE_WITHIN_MS);
  }

  stop(): Promise<void> {
    return this.broker.stop();
  }
}
