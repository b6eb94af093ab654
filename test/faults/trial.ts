import type { Fault, Outcome } from './line.ts';
import { reckon } from './reckoning.ts';
import type { Scene } from './scene.ts';

const WARM_UP = 30;

/** One line: the load, the fault in it, the load's end, and the count. */
export async function tried(
  scene: Scene,
  fault: Fault,
  asked: { readonly amount: number; readonly isShort: boolean },
): Promise<Outcome> {
  const began = Date.now();
  scene.load.start();
  await acknowledged(scene, WARM_UP);
  const { times, figures, wrong, late = [], expectation } = await fault.strike(scene, asked);
  await scene.load.stop();
  const reckoned = await reckon(scene, expectation);
  return {
    ...reckoned,
    name: fault.name,
    says: fault.says,
    late,
    amount: fault.amount.unit === 'times' ? `${times} ×` : `${asked.amount} s`,
    figures,
    wrong: [...wrong, ...reckoned.wrong],
    retried: scene.ledger.all.filter(({ failures }) => failures > 0).length,
    seed: scene.chance.seed,
    seconds: (Date.now() - began) / 1000,
    feed: scene.kafka ? 'kafka' : 'store',
  };
}

/** Waits until so many more commands are acknowledged. */
async function acknowledged({ ledger }: Scene, more: number): Promise<void> {
  for (const due = ledger.acknowledged.length + more; ledger.acknowledged.length < due;)
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
}
