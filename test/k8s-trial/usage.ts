import { setTimeout as pause } from 'node:timers/promises';
import { inZhibu } from './kubectl.ts';
import type { Trial } from './row.ts';
import { senderOf } from './scene.ts';

const FOR_MS = 60_000;
/** Metrics look back some ten seconds. */
const LOOKS = 6;
const SENDERS = 14;
const PAUSE_MS = 150;

/** What pods took at most, by the process. */
export class Usage {
  private readonly most = new Map<string, { readonly cpu: number; readonly memory: number }>();

  /** Looks once more, as `kubectl top` does. */
  async look(): Promise<this> {
    const lines = (await inZhibu('top', 'pods', '--no-headers')).trim().split('\n');
    for (const [pod = '', cpu = '', memory = ''] of lines.map((line) => line.split(/\s+/))) {
      const name = pod.split('-')[0] ?? pod;
      const so = this.most.get(name) ?? { cpu: 0, memory: 0 };
      this.most.set(name, {
        cpu: Math.max(so.cpu, Number.parseInt(cpu, 10)),
        memory: Math.max(so.memory, Number.parseInt(memory, 10)),
      });
    }
    return this;
  }

  toString(): string {
    return [...this.most].map(([name, { cpu, memory }]) => `${name} ${cpu}m ${memory} MiB`).join(', ');
  }
}

/** A load as of a province's busy hour. */
export const busy: Trial = {
  name: 'busy',
  says: 'a minute of as many commands as come through',
  strike: async (scene) => {
    const more = senderOf(scene, { senders: SENDERS, pauseMs: PAUSE_MS });
    const before = scene.ledger.acknowledged.length;
    const began = Date.now();
    more.start();
    const usage = new Usage();
    for (let look = 0; look < LOOKS; look += 1) {
      await pause(FOR_MS / LOOKS);
      await usage.look();
    }
    const aSecond = (scene.ledger.acknowledged.length - before) / ((Date.now() - began) / 1000);
    await more.stop();
    return { figures: [`${aSecond.toFixed(0)} commands a second`, `a pod takes at most: ${usage.toString()}`] };
  },
};
