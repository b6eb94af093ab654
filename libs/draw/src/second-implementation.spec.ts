import { expect, it } from '@jest/globals';
import { runs } from '@zhibu/kernel/testing';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { receipts } from './testing/arbitraries.ts';

const program = fileURLToPath(new URL('../recompute.py', import.meta.url));
const SEED = 20221201;
const POPULATIONS = 1000;

if (spawnSync('python3', ['--version']).status === 0) {
  it('agrees with a program in another language, written from the page alone, on random draws', () => {
    const drawn = fc.sample(receipts, { numRuns: runs(POPULATIONS), seed: SEED });
    const input = drawn.map((receipt) => JSON.stringify(receipt)).join('\n');
    const run = spawnSync('python3', [program], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
    expect(run.stderr).toBe('');
    const found = run.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(found).toEqual(
      drawn.map(({ populationHash, seed, shares, drawn: codes, substituted, bodies }) => ({
        populationHash,
        seed,
        shares,
        drawn: codes,
        substituted,
        commitments: Object.fromEntries(
          bodies.flatMap((body) => ('nonce' in body ? [[body.id, body.commitment]] : [])),
        ),
      })),
    );
    expect(drawn.filter(({ substituted }) => substituted.length > 0).length).toBeGreaterThan(drawn.length / 4);
  });
} else {
  // Where Python 3 is missing this is listed as not run, by name.
  it.todo('agrees with a program in another language where Python 3 is there');
}
