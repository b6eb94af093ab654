import { createHash, randomBytes } from 'node:crypto';
import { PlatformUnderTest } from '../support/platform.ts';
import { register } from '../support/people.ts';
import type { Bench, Line } from './line.ts';
import { memoryOf } from './measure.ts';
import { pidOf } from './platform.bench.ts';

const BYTES = 20 << 20;
const MEGABYTE = 1 << 20;
const FILES = { whole: 50, short: 10 };
const LEAST_MB_A_SECOND = 50;
const MOST_MB_MORE = 64;

/** A file that begins as a PDF, and is another one each time. */
function aFile(): Buffer {
  const bytes = randomBytes(BYTES);
  bytes.write('%PDF-1.7\n');
  return bytes;
}

/** Files of 20 MB into a folder, over HTTP through the gateway of the embedded profile, one after the other. */
export const evidenceBench: Bench = {
  name: 'evidence',
  measure: async (ground) => {
    const platform = await PlatformUnderTest.start();
    try {
      await register(platform, [['P', 'province', undefined]]);
      await put(platform, aFile());
      return [await putting(platform, ground.short ? FILES.short : FILES.whole)];
    } finally {
      await platform.discard();
    }
  },
};

async function putting(platform: PlatformUnderTest, count: number): Promise<Line> {
  const most = (): number => memoryOf(pidOf(platform.data)).most;
  const before = most();
  let took = 0;
  for (let index = 0; index < count; index += 1) took += await put(platform, aFile());
  const rate = (count * BYTES) / MEGABYTE / (took / 1_000);
  const more = most() - before;
  return {
    line: `evidence: ${count} files of 20 MB into a folder, over HTTP through the gateway`,
    figure: `${rate.toFixed(0)} MB/s, memory at its most ${more.toFixed(0)} MB more than after the first`,
    against: 'none',
    toReach: `>= ${LEAST_MB_A_SECOND} MB/s, < ${MOST_MB_MORE} MB`,
    reached: rate >= LEAST_MB_A_SECOND && more < MOST_MB_MORE,
  };
}

/** Milliseconds from the first byte to the answer. */
async function put(platform: PlatformUnderTest, body: Buffer): Promise<number> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const begun = performance.now();
  const { status } = await fetch(`${platform.url}/evidence/${sha256}?organization=P`, { method: 'PUT', body });
  if (status !== 201) throw new Error(`not taken: ${status}`);
  return performance.now() - begun;
}
