import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Struck } from './line.ts';
import type { Scene } from './scene.ts';
import { parkedStreams } from './standings.ts';

const BACK_WITHIN_MS = 30_000;
const GIVEN_UP_AFTER_MS = 180_000;

/** PostgreSQL ends at once, as `pg_ctl stop -m immediate` ends it, and is started again. */
export const databaseKill: Fault = {
  name: 'database-kill',
  says: 'SIGKILL PostgreSQL (immediate)',
  amount: { whole: 20, short: 1, unit: 'times' },
  strike: async (scene, { amount: times }): Promise<Struck> => {
    const back: number[] = [];
    for (let turn = 0; turn < times; turn += 1) back.push(await killOnce(scene));
    const longest = Math.max(...back);
    const parked = await parkedStreams(scene.cluster);
    return {
      times,
      figures: [`commands again after at most ${(longest / 1000).toFixed(1)} s`, `${parked.length} parked`],
      wrong: parked.map(({ schema, stream, error }) => `${schema} parked ${stream}: ${error}`),
      late: longest > BACK_WITHIN_MS ? [`back only after ${Math.round(longest / 1000)} s`] : [],
    };
  },
};

async function killOnce({ cluster, load, chance }: Scene): Promise<number> {
  await pause(chance.between(1_000, 4_000));
  // The odd one with SIGKILL to the first process, after which the server must find out by itself who is left.
  await (chance.next() < 0.2 ? cluster.database.kill() : cluster.database.killImmediately());
  await pause(chance.between(0, 2_000));
  const began = Date.now();
  await cluster.database.start();
  const started = Date.now();
  while (load.lastAcknowledgedAt < started && Date.now() - began < GIVEN_UP_AFTER_MS) await pause(20);
  return Date.now() - began;
}
