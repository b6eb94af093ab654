import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_EVERY_MS = 3000;
const BUSY = 0.3;
const AT_REST = 0.1;

/**
 * Gives memory back once work is done: V8 lets garbage stand while nothing presses (after an import some 300 MB above a
 * live heap of 60), and the machine is somebody's own. Collects once when rest follows work, never while requests wait.
 */
export function giveMemoryBackAtRest(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return;
  let before = performance.eventLoopUtilization();
  let hasWorked = false;
  setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    if (utilization > BUSY) hasWorked = true;
    if (!hasWorked || utilization > AT_REST) return;
    hasWorked = false;
    Reflect.apply(collect, undefined, []);
  }, LOOK_EVERY_MS).unref();
}
