import { setTimeout as pause } from 'node:timers/promises';
import { commandsOf } from './traffic.ts';
import type { Fault, Struck } from './line.ts';
import type { Scene } from './scene.ts';

const victims = ['organization', 'assessment'] as const;

/** SIGKILL to a service with commands in its hands; each is sent again by its client, and answered as it would have been. */
export const appendKill: Fault = {
  name: 'append-kill',
  says: 'SIGKILL a service while it appends',
  amount: { whole: 100, short: 2, unit: 'times' },
  strike: async (scene, { amount: times }): Promise<Struck> => {
    const back: number[] = [];
    for (let turn = 0; turn < times; turn += 1) back.push(await killOnce(scene));
    return { times, figures: [`ready again after at most ${(Math.max(...back) / 1000).toFixed(1)} s`], wrong: [] };
  },
};

async function killOnce({ cluster, load, chance }: Scene): Promise<number> {
  const victim = chance.of(victims);
  await pause(chance.between(100, 1_000));
  while (load.inFlight(commandsOf[victim]) === 0) await pause(1);
  // Somewhere within the few milliseconds of an append.
  await pause(chance.between(0, 15));
  await cluster.of(victim).kill();
  const began = performance.now();
  await cluster.of(victim).start();
  return performance.now() - began;
}
