import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Struck } from './line.ts';

const EVERY_MS = 5_000;

/** A second gateway joins and leaves the groups again and again; every other time it leaves it is killed rather than asked. */
export const rebalance: Fault = {
  name: 'rebalance',
  says: 'a rebalance every 5 seconds',
  amount: { whole: 300, short: 10, unit: 'seconds' },
  scene: { replicas: { gateway: 2 } },
  strike: async ({ cluster }, { amount: seconds }): Promise<Struck> => {
    const second = cluster.of('gateway', 1);
    let rebalances = 0;
    for (const until = Date.now() + seconds * 1000; Date.now() < until; rebalances += 1) {
      const next = Date.now() + EVERY_MS;
      if (second.pid === undefined) await second.start();
      else await (rebalances % 4 === 3 ? second.kill() : second.stop());
      await pause(Math.max(0, next - Date.now()));
    }
    await second.stop();
    return { times: rebalances, figures: [`${rebalances} times a gateway joined or left`], wrong: [] };
  },
};
