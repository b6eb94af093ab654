import { topicOf } from '@zhibu/feed';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Struck } from './line.ts';
import type { Scene } from './scene.ts';
import { caughtUp, headsOf, wordsOf } from './standings.ts';
import type { Stream } from './stream.ts';

const CAUGHT_UP_WITHIN_MS = 60_000;
const topic = topicOf('organization');

/** In turn: the topic's retention is cut under a consumer that does not run, and the topic is deleted and made again. */
export const topicLoss: Fault = {
  name: 'topic-loss',
  says: 'topic deleted and made again; retention cut under a stopped consumer',
  amount: { whole: 5, short: 1, unit: 'times' },
  needsKafka: true,
  strike: async (scene, { amount: times }): Promise<Struck> => {
    const { kafka } = scene;
    if (!kafka) throw new Error('the scene has no broker');
    const took: number[] = [];
    const wrong: string[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      for (const lose of [cutRetention, deleteTopic]) {
        await lose(scene, kafka);
        const began = Date.now();
        wrong.push(...(await followed(scene)));
        took.push(Date.now() - began);
      }
    }
    return { times, figures: [`caught up after at most ${(Math.max(...took) / 1000).toFixed(1)} s`], wrong };
  },
};

async function cutRetention({ cluster, chance }: Scene, { client }: Stream): Promise<void> {
  const consumer = cluster.of('assessment');
  await consumer.stop();
  await pause(chance.between(2_000, 4_000));
  const admin = client.admin();
  await admin.connect();
  try {
    const [end] = await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: end?.high ?? '0' }] });
  } finally {
    await admin.disconnect();
  }
  await consumer.start();
}

async function deleteTopic({ chance }: Scene, stream: Stream): Promise<void> {
  const admin = stream.client.admin();
  await admin.connect();
  try {
    await admin.deleteTopics({ topics: [topic] });
  } finally {
    await admin.disconnect();
  }
  await pause(chance.between(1_000, 4_000));
  // Deleting goes on for a moment after it is answered.
  for (let tries = 0; ; tries += 1) {
    try {
      return await stream.makeTopics();
    } catch (error) {
      if (tries === 20) throw error;
      await pause(500);
    }
  }
}

/** Whether every consumer comes to where the logs ended just now. */
async function followed({ cluster }: Scene): Promise<readonly string[]> {
  const heads = await headsOf(cluster);
  const behind = await caughtUp(
    cluster,
    CAUGHT_UP_WITHIN_MS,
    ({ group, service, position }) => group !== 'relay' && position < (heads.get(service) ?? 0n),
  );
  return behind.map((place) => `not caught up: ${wordsOf(place)}`);
}
