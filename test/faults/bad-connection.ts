import { setTimeout as pause } from 'node:timers/promises';
import type { TcpProxy, Weather } from '../support/tcp-proxy.ts';
import type { Fault, Struck } from './line.ts';
import type { Scene } from './scene.ts';
import { caughtUp, headsOf, wordsOf } from './standings.ts';

const RECOVERED_WITHIN_MS = 10_000;
const GIVEN_UP_AFTER_MS = 90_000;
const FAIR_MS = 1_000;
const BOUNDED_MS = 31_000;
/** As many as all senders of the load twice over: a pool that is stuck has no connections for so many. */
const COMMANDS_AFTERWARDS = 12;
const weathers: readonly Weather[] = ['half-open', 'slow', 'reset'];

interface Phase {
  readonly says: string;
  readonly recoveredMs: number;
  readonly wrong: readonly string[];
  readonly late: readonly string[];
}

/** A wire that swallows all, is slow, or breaks now and then: first to the database, then to the broker. */
export const badConnection: Fault = {
  name: 'bad-connection',
  says: 'connection half-open, 500 ms slow, 1 % reset (a small TCP proxy)',
  amount: { whole: 300, short: 12, unit: 'seconds' },
  scene: { proxied: true },
  strike: async (scene, { amount: seconds }): Promise<Struck> => {
    const { wires, kafka, ledger, load } = scene;
    if (!wires) throw new Error('the scene has no proxies');
    const chosen = [['database', wires.database] as const, ...(kafka ? [['broker', wires.broker] as const] : [])];
    const phases: Phase[] = [];
    const eachMs = (seconds * 1000) / (chosen.length * weathers.length);
    for (const [wire, proxy] of chosen)
      for (const weather of weathers) phases.push(await endured(scene, { wire, proxy, weather }, eachMs));
    const longest = Math.max(...ledger.all.map(({ slowest }) => slowest));
    return {
      times: phases.length,
      figures: [
        ...phases.map(({ says, recoveredMs }) => `${says}: recovered in ${(recoveredMs / 1000).toFixed(1)} s`),
        `longest attempt ${(longest / 1000).toFixed(1)} s`,
        `errors ${[...load.troubles].map(([why, count]) => `${count} × ${why}`).join(', ') || 'none'}`,
      ],
      wrong: phases.flatMap(({ wrong }) => wrong),
      late: [
        ...phases.flatMap(({ late }) => late),
        ...(longest > BOUNDED_MS ? [`an attempt took ${Math.round(longest / 1000)} s`] : []),
      ],
    };
  },
};

async function endured(
  scene: Scene,
  { wire, proxy, weather }: { readonly wire: string; readonly proxy: TcpProxy; readonly weather: Weather },
  ms: number,
): Promise<Phase> {
  const says = `${wire} ${weather}`;
  proxy.weather = weather;
  await pause(ms);
  proxy.weather = 'fair';
  const began = Date.now();
  const due = scene.ledger.acknowledged.length + COMMANDS_AFTERWARDS;
  const heads = await headsOf(scene.cluster);
  while (scene.ledger.acknowledged.length < due && Date.now() - began < GIVEN_UP_AFTER_MS) await pause(20);
  const behind = await caughtUp(
    scene.cluster,
    GIVEN_UP_AFTER_MS,
    ({ group, service, position }) => group !== 'relay' && position < (heads.get(service) ?? 0n),
  );
  const recoveredMs = Date.now() - began;
  scene.tell(`${says}: recovered in ${recoveredMs} ms`);
  await pause(FAIR_MS);
  return {
    says,
    recoveredMs,
    wrong: behind.map((place) => `${says}: ${wordsOf(place)}`),
    late:
      recoveredMs > RECOVERED_WITHIN_MS ? [`${says}: recovered only after ${(recoveredMs / 1000).toFixed(1)} s`] : [],
  };
}
