import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafkaJars } from '@zhibu/broker';
import { join } from 'node:path';
import { repository } from '../support/platform.ts';
import { lines } from './lines.ts';
import { openScene, type Scene } from './scene.ts';
import { tried } from './trial.ts';

/** Each line of the table once, on one platform; the one that leaves a corrupt stream behind comes last. */
const seed = Number(process.env['ZHIBU_SEED'] ?? Date.now() % 2 ** 31);
const broker = await kafkaJars(join(repository, '.cache', 'kafka')).then(
  () => undefined,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);
const feed = broker === undefined ? 'kafka' : 'store';
const inOrder = [...lines.filter(({ name }) => name !== 'poison'), ...lines.filter(({ name }) => name === 'poison')];

describe(`under a steady load of commands, feeds from ${feed}, seed ${seed}`, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ seed, feed, replicas: { organization: 2, gateway: 2 }, proxied: true });
    for (const name of ['organization', 'gateway'] as const) await scene.cluster.of(name, 1).stop();
  });
  afterAll(() => scene.close());

  for (const fault of inOrder) {
    // Without a broker these stand as not run, by name.
    const runs = fault.needsKafka && feed === 'store' ? it.skip : it;
    runs(`${fault.says}: nothing lost, nothing repeated`, async () => {
      const { wrong, lost, repeated } = await tried(scene, fault, { amount: fault.amount.short, isShort: true });
      expect({ wrong, lost, repeated }).toEqual({ wrong: [], lost: 0, repeated: 0 });
    });
  }
});
