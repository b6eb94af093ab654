import { type ServiceName, services } from '@zhibu/contracts';
import { type ClusterSettings, type TopicDeclaration, topicOf } from '@zhibu/feed';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const shape = z.object({ partitions: z.literal(1), settings: z.record(z.string(), z.string()) });

/** The topics that the platform needs, as `infra/topics/topics.json` declares them. @param replicas how many brokers hold each */
export function declaredTopics(prefix: string, replicas: number): readonly TopicDeclaration[] {
  const file = new URL('../../topics/topics.json', import.meta.url);
  const { partitions, settings } = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const safe = replicas > 2 ? { ...settings, 'min.insync.replicas': '2' } : settings;
  return services.map((service: ServiceName) => ({
    name: topicOf(service, prefix),
    partitions,
    replicas,
    settings: safe,
  }));
}

type Environment = Readonly<Record<string, string | undefined>>;

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** Where the brokers are, by the same settings as every process: `KAFKA_BROKERS`, `KAFKA_TLS`, `KAFKA_MECHANISM`, `KAFKA_USERNAME`, `KAFKA_PASSWORD`. */
export function clusterFrom(environment: Environment): ClusterSettings {
  const {
    KAFKA_BROKERS: brokers,
    KAFKA_TLS: tls,
    KAFKA_MECHANISM: mechanism,
    KAFKA_USERNAME: username,
    KAFKA_PASSWORD: password,
  } = environment;
  const known = MECHANISMS.find((one) => one === mechanism) ?? 'scram-sha-512';
  return {
    brokers: (brokers || '127.0.0.1:9092').split(','),
    clientId: 'zhibu-topics',
    tls: tls === 'on',
    ...(username && password ? { sasl: saslOf(known, { username, password }) } : {}),
  };
}

function saslOf(
  mechanism: (typeof MECHANISMS)[number],
  user: { readonly username: string; readonly password: string },
): NonNullable<ClusterSettings['sasl']> {
  switch (mechanism) {
    case 'plain':
      return { mechanism, ...user };
    case 'scram-sha-256':
      return { mechanism, ...user };
    case 'scram-sha-512':
      return { mechanism, ...user };
  }
}
