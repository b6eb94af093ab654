import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Struck } from './line.ts';
import type { Scene } from './scene.ts';
import { headsOf, places } from './standings.ts';

const OUTAGE_MS = { whole: 120_000, short: 8_000 } as const;
const CLEARED_WITHIN_MS = 180_000;
const EVENTS_A_SECOND = 5_000;
const COMMANDS_A_BATCH = 400;

interface Outage {
  readonly backlog: number;
  readonly rate: number;
  readonly recorded: number;
  readonly clearedMs: number;
}

/** Kafka is stopped and started again; commands do not need it, and what they recorded meanwhile follows. */
export const brokerOutage: Fault = {
  name: 'broker-outage',
  says: 'Kafka stopped for 2 minutes, then back',
  amount: { whole: 3, short: 1, unit: 'times' },
  needsKafka: true,
  strike: async (scene, { amount: times, isShort }): Promise<Struck> => {
    const outages: Outage[] = [];
    for (let turn = 0; turn < times; turn += 1)
      outages.push(await outage(scene, OUTAGE_MS[isShort ? 'short' : 'whole']));
    const rates = outages.map(({ rate }) => Math.round(rate));
    return {
      times,
      figures: [
        `${Math.min(...outages.map(({ recorded }) => recorded))} events or more recorded in each outage`,
        ...outages.map(
          ({ backlog, rate, clearedMs }) =>
            `backlog of ${backlog} projected at ${Math.round(rate)}/s, ${(clearedMs / 1000).toFixed(1)} s after the broker was back`,
        ),
      ],
      wrong: outages.every(({ recorded }) => recorded > 0) ? [] : ['no command was taken while Kafka was away'],
      // A short outage leaves too little to tell a rate by.
      late:
        isShort || Math.min(...rates) >= EVENTS_A_SECOND
          ? []
          : [`the backlog was cleared at ${Math.min(...rates)} events/s`],
    };
  },
};

async function outage(scene: Scene, ms: number): Promise<Outage> {
  const { cluster, kafka } = scene;
  const before = (await headsOf(cluster)).get('organization') ?? 0n;
  await kafka?.stop();
  for (const until = Date.now() + ms; Date.now() < until; await pause(100)) {
    await scene.load.performMany(Array.from({ length: COMMANDS_A_BATCH }, () => scene.traffic.activity()));
  }
  const head = (await headsOf(cluster)).get('organization') ?? 0n;
  scene.tell(`${head - before} events recorded while the broker was away`);
  await kafka?.start();
  if (scene.wires) scene.wires.broker.target = kafka?.saslPort;
  return { ...(await cleared(scene, head)), recorded: Number(head - before) };
}

/** How fast the gateway takes in what has waited, from its first step on. */
async function cleared({ cluster }: Scene, head: bigint): Promise<Omit<Outage, 'recorded'>> {
  const began = Date.now();
  const at = async (): Promise<bigint> =>
    (await places(cluster)).find(({ schema, service }) => schema === 'gateway' && service === 'organization')
      ?.position ?? 0n;
  const start = await at();
  let [firstStep, position] = [began, start];
  while (position < head && Date.now() - began < CLEARED_WITHIN_MS) {
    if (position === start) firstStep = Date.now();
    await pause(10);
    position = await at();
  }
  const backlog = Number(position - start);
  return { backlog, rate: backlog / Math.max(0.001, (Date.now() - firstStep) / 1000), clearedMs: Date.now() - began };
}
