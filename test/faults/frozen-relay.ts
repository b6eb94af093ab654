import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Struck } from './line.ts';
import type { Scene } from './scene.ts';
import { asked } from './standings.ts';

/** Twice a relay's lease, and some for a busy machine. */
const TAKEN_OVER_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 100;

/** Two relays of a service run; the one that leads is stopped (SIGSTOP) past its lease, the other takes over, and the first wakes up. */
export const frozenRelay: Fault = {
  name: 'frozen-relay',
  says: 'two relays at once; one stopped (SIGSTOP) past its lease, then continued',
  amount: { whole: 20, short: 1, unit: 'times' },
  needsKafka: true,
  scene: { replicas: { organization: 2 } },
  strike: async (scene, { amount: times }): Promise<Struck> => {
    const second = scene.cluster.of('organization', 1);
    if (second.pid === undefined) await second.start();
    let leader = 0;
    let takeOvers = 0;
    for (let tries = 0; takeOvers < times && tries < times * 2 + 2; tries += 1) {
      if (await frozen(scene, leader)) takeOvers += 1;
      leader = 1 - leader;
      await pause(scene.chance.between(500, 2_000));
    }
    await second.stop();
    return {
      times: takeOvers,
      figures: [`${takeOvers} take-overs`],
      wrong: takeOvers < times ? [`only ${takeOvers} take-overs`] : [],
    };
  },
};

/** Stops one replica until the other leads. @returns whether it came to that: the one stopped was the leader */
async function frozen({ cluster }: Scene, replica: number): Promise<boolean> {
  const before = await epochOf(cluster);
  const one = cluster.of('organization', replica);
  one.pause();
  try {
    for (const until = Date.now() + TAKEN_OVER_WITHIN_MS; Date.now() < until; await pause(LOOK_EVERY_MS)) {
      if ((await epochOf(cluster)) > before) return true;
    }
    return false;
  } finally {
    // The new leader is at work by then; now the old one goes on where it was, in the middle of whatever it sent.
    await pause(LOOK_EVERY_MS * 5);
    one.resume();
  }
}

async function epochOf(cluster: Scene['cluster']): Promise<number> {
  const [row] = await asked<{ epoch: string }>(
    cluster,
    "SELECT epoch::text FROM organization.relay_checkpoint WHERE service = 'organization'",
  );
  return Number(row?.epoch ?? 0);
}
