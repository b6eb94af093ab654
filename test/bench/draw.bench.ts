import {
  commitmentOf,
  freezePopulation,
  type Population,
  receiptOf,
  receiptText,
  stratumOf,
  verifyReceiptBytes,
} from '@zhibu/draw';
import { createHash } from 'node:crypto';
import type { Bench, Line } from './line.ts';
import { seconds } from './measure.ts';

const LEVELS = ['province', 'city', 'committee', 'none'] as const;
const STANDINGS = ['leading', 'ordinary', 'lagging', 'none'] as const;
const MONTHS = [3, 15, undefined] as const;
const DRAWN_ONE_OF = 50;
const ANNOUNCE_MS = 5000;
const COMPLETE_MS = 5000;
const VERIFY_MS = 3000;

/** A draw from as many branches as a province has: announced, completed, verified from its receipt. */
export const drawBench: Bench = {
  name: 'draw',
  measure: async ({ branches: count }) => {
    const given = populationOf(count);
    const [population, announced] = took(() => freezePopulation(given));
    const bodies = population.bodies.map((id) => {
      const nonce = createHash('sha256').update(id).digest();
      return { id, commitment: commitmentOf(population.hash, id, nonce), nonce: nonce.toString('hex') };
    });
    const [receipt, completed] = took(() => receiptOf(population, bodies, null));
    const bytes = Buffer.from(receiptText(receipt));
    const [verified, verifying] = took(() => verifyReceiptBytes(bytes));
    if (!verified.holds) throw verified.fault;
    const of = `${count.toLocaleString('en-US')} branches`;
    return Promise.resolve([
      line(`announce a draw from ${of}`, announced, ANNOUNCE_MS),
      line(`complete it, ${receipt.drawn.length.toLocaleString('en-US')} drawn`, completed, COMPLETE_MS),
      line(`verify its receipt of ${Math.round(bytes.length / 1e6)} MB`, verifying, VERIFY_MS),
    ]);
  },
};

function populationOf(count: number): Population {
  const branches = Array.from({ length: count }, (_, index) => {
    const stratum = stratumOf(
      LEVELS[index % LEVELS.length] ?? 'none',
      STANDINGS[(index >> 2) % STANDINGS.length] ?? 'none',
      MONTHS[(index >> 4) % MONTHS.length],
    );
    return [`${100_000 + ((index * 7) % 899_999)}-支${index}`, stratum] as const;
  });
  const sample = Math.ceil(count / DRAWN_ONE_OF);
  return { draw: 'bench', sample, bodies: ['市直工委', '省委组织部'], branches, excluded: [] };
}

function took<Value>(work: () => Value): readonly [Value, number] {
  const started = performance.now();
  const value = work();
  return [value, performance.now() - started];
}

const line = (what: string, spent: number, most: number): Line => ({
  line: what,
  figure: seconds(spent),
  against: '',
  toReach: `≤ ${seconds(most)}`,
  reached: spent <= most,
});
