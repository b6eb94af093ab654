import { type ServiceName, services } from '@zhibu/contracts';
import { type TopicDeclaration, topicOf } from '@zhibu/feed';
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
