import { setTimeout as pause } from 'node:timers/promises';
import { inZhibu } from './kubectl.ts';
import type { Trial } from './row.ts';
import { senderOf } from './scene.ts';

const FOR_MS = 60_000;
const SENDERS = 14;
const PAUSE_MS = 150;

/** What each process takes, the larger of its pods, as `kubectl top` has it. */
export async function usage(): Promise<string> {
  const lines = (await inZhibu('top', 'pods', '--no-headers')).trim().split('\n');
  const found = new Map<string, { readonly cpu: number; readonly memory: number }>();
  for (const [pod = '', cpu = '', memory = ''] of lines.map((line) => line.split(/\s+/))) {
    const name = pod.split('-')[0] ?? pod;
    const so = found.get(name) ?? { cpu: 0, memory: 0 };
    found.set(name, {
      cpu: Math.max(so.cpu, Number.parseInt(cpu, 10)),
      memory: Math.max(so.memory, Number.parseInt(memory, 10)),
    });
  }
  return [...found].map(([name, { cpu, memory }]) => `${name} ${cpu}m ${memory} MiB`).join(', ');
}

/** A load as of a province's busy hour. */
export const busy: Trial = {
  name: 'busy',
  says: 'a minute of as many commands as come through',
  strike: async (scene) => {
    const more = senderOf(scene, { senders: SENDERS, pauseMs: PAUSE_MS });
    const before = scene.ledger.acknowledged.length;
    more.start();
    await pause(FOR_MS);
    const aSecond = (scene.ledger.acknowledged.length - before) / (FOR_MS / 1000);
    const taken = await usage();
    await more.stop();
    return { figures: [`${aSecond.toFixed(0)} commands a second`, `a pod takes at most: ${taken}`] };
  },
};
