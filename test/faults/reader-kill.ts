import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Struck } from './line.ts';

/** Who seals and carries, who takes in for itself, who projects: the processes that do it, in turn. */
const turns = [
  { role: 'sealer and relay', process: 'organization' },
  { role: 'consumer', process: 'assessment' },
  { role: 'sealer and relay', process: 'assessment' },
  { role: 'projector', process: 'gateway' },
] as const;

/** SIGKILL at any moment to whoever seals, carries, consumes or projects. */
export const readerKill: Fault = {
  name: 'reader-kill',
  says: 'SIGKILL sealer, relay, consumer, projector, in turn',
  amount: { whole: 100, short: 4, unit: 'times' },
  strike: async ({ cluster, chance }, { amount: times }): Promise<Struck> => {
    for (let turn = 0; turn < times; turn += 1) {
      const victim = cluster.of(turns[turn % turns.length]?.process ?? 'gateway');
      await pause(chance.between(200, 1_500));
      await victim.kill();
      await victim.start();
    }
    return { times, figures: [], wrong: [] };
  },
};
