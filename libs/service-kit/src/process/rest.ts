import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_EVERY_MS = 2000;
const AT_REST = 0.1;
/**
 * Under work the heap is collected once it has grown by so much above what lives; V8 itself lets it grow fourfold, as if
 * the machine had nothing else to hold.
 */
const GROWING_PERCENT = 80;
/** Less than this is not worth a collection of everything, which takes some 0.1 to 0.3 s of one core. */
const WORTH_BYTES = 24 << 20;
const EVERYTHING = { type: 'major', execution: 'sync', flavor: 'last-resort' };

/**
 * Gives memory back once work is done: V8 lets garbage and room for more of it stand while nothing presses (after a start
 * some 30 MB, after an import 300, above a live heap of 60). Collects all, and shrinks the heap, when the process rests
 * and holds more than after the last time; never while requests wait, and not again for little.
 */
export function giveMemoryBackAtRest(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return;
  let before = performance.eventLoopUtilization();
  let held = 0;
  setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    if (utilization > AT_REST || process.memoryUsage.rss() < held + WORTH_BYTES) return;
    Reflect.apply(collect, undefined, [EVERYTHING]);
    held = process.memoryUsage.rss();
    before = performance.eventLoopUtilization();
  }, LOOK_EVERY_MS).unref();
}
