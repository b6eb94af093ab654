import type { ServiceName } from '@zhibu/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaCluster } from './cluster.ts';
import { BrokerFault, brokerFault, isFaultOf } from './fault.ts';

type Admin = ReturnType<KafkaCluster['admin']>;

/** A topic as it must be. */
export interface TopicDeclaration {
  readonly name: string;
  /** Partitions: 1 where order matters. */
  readonly partitions: number;
  readonly replicas: number;
  /** Settings of the topic, by Kafka's names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Where a topic is not as declared. */
export interface TopicDifference {
  readonly topic: string;
  /** One sentence: what is, what should be, and what to do. */
  readonly says: string;
}

/** The topic that carries a service's log. @param prefix `zhibu` unless told */
export const topicOf = (service: ServiceName, prefix = 'zhibu'): string => `${prefix}.${service}`;

/** Where a consumer group's copies of parked events go. */
export const deadLetterTopicOf = (topic: string, group: string): string => `${topic}.${group}.dlt`;

/**
 * Whether a topic can carry a log: it exists and has one partition.
 * @throws BrokerFault in one sentence otherwise
 */
export async function checkTopic(cluster: KafkaCluster, topic: string): Promise<void> {
  await asAdmin(cluster, topic, async (admin) => {
    const partitions = await partitionsOf(admin, topic);
    if (partitions === 0) throw new BrokerFault(`topic ${topic} does not exist: make it with \`npm run topics\``);
    if (partitions !== 1)
      throw new BrokerFault(
        `topic ${topic} has ${partitions} partitions; its order needs exactly one: delete it, and make it with \`npm run topics\``,
      );
  });
}

/**
 * Makes the topics that are missing, and says where one that exists is not as declared; it changes none.
 * @throws BrokerFault
 */
export async function ensureTopics(
  cluster: KafkaCluster,
  declared: readonly TopicDeclaration[],
): Promise<{ readonly made: readonly string[]; readonly differences: readonly TopicDifference[] }> {
  return asAdmin(cluster, declared.map((topic) => topic.name).join(', '), async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = declared.filter((topic) => !existing.has(topic.name));
    if (missing.length > 0) await make(admin, missing);
    const known = declared.filter((topic) => existing.has(topic.name));
    const differences = await Promise.all(known.map((topic) => differencesOf(admin, topic)));
    return { made: missing.map((topic) => topic.name), differences: differences.flat() };
  });
}

async function make(admin: Admin, topics: readonly TopicDeclaration[]): Promise<void> {
  await admin.createTopics({
    waitForLeaders: false,
    topics: topics.map(({ name, partitions, replicas, settings }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replicas,
      configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
    })),
  });
  for (const { name } of topics) await led(admin, name);
}

/** A broker answers before all of it knows of a new topic; the client's own wait takes that for a failure. */
async function led(admin: Admin, topic: string): Promise<void> {
  for (let look = 0; look < LOOKS && (await partitionsOf(admin, topic)) === 0; look += 1) await wait(BETWEEN_LOOKS_MS);
}

const LOOKS = 100;
const BETWEEN_LOOKS_MS = 50;
const CONFIGURED_TOPIC = 2;

async function differencesOf(admin: Admin, declared: TopicDeclaration): Promise<readonly TopicDifference[]> {
  const { name, partitions, settings } = declared;
  const found = await partitionsOf(admin, name);
  const configured = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: CONFIGURED_TOPIC, name, configNames: Object.keys(settings) }],
  });
  const entries = configured.resources.flatMap((resource) => resource.configEntries);
  const wrong = Object.entries(settings).flatMap(([setting, value]) => {
    const is = entries.find((entry) => entry.configName === setting)?.configValue;
    return is === value
      ? []
      : [
          {
            topic: name,
            says: `${name} has ${setting}=${is}, declared is ${value}: alter the topic, or the declaration`,
          },
        ];
  });
  if (found === partitions) return wrong;
  return [
    {
      topic: name,
      says: `${name} has ${found} partitions, declared are ${partitions}: delete it and run this again; consumers catch up from the services' logs`,
    },
    ...wrong,
  ];
}

async function partitionsOf(admin: Admin, topic: string): Promise<number> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics.find((found) => found.name === topic)?.partitions.length ?? 0;
  } catch (error) {
    if (isFaultOf(error, /UNKNOWN_TOPIC_OR_PARTITION|LEADER_NOT_AVAILABLE/)) return 0;
    throw error;
  }
}

async function asAdmin<Result>(
  cluster: KafkaCluster,
  topic: string,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = cluster.admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    throw brokerFault(error, topic);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
