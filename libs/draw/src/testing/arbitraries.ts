import fc from 'fast-check';
import { commitmentOf, nonceOf } from '../reveal.ts';
import { freezePopulation, type Population } from '../population.ts';
import { type Receipt, type ReceiptBody, receiptOf } from '../receipt.ts';
import { outcomeOf, substitutesOf, standing } from '../outcome.ts';

/** Texts that stand in fields, with characters whose order by UTF-16 units is not that of their bytes. */
const text = fc
  .string({
    unit: fc.constantFrom('A', 'b', '0', '9', '-', '支', '部', 'é', '\u{1F600}', '\uFF21', '\uE000'),
    minLength: 1,
    maxLength: 8,
  })
  .map((said) => said.normalize('NFC'));

const stratum = fc.constantFrom(
  'none|none|24+',
  'none|leading|0-12',
  'city|none|12-24',
  'province|lagging|24+',
  '\u{1F600}',
  '\uFF21',
);

/** A population in no order, of two to six bodies and up to forty branches. */
export const populations: fc.Arbitrary<Population> = fc
  .record({
    draw: text,
    bodies: fc.uniqueArray(text, { minLength: 2, maxLength: 6 }),
    codes: fc.uniqueArray(text, { minLength: 1, maxLength: 40 }),
    strata: fc.array(stratum, { minLength: 40, maxLength: 40 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    left: fc.nat({ max: 12 }),
    reason: fc.constantFrom('inspected-this-year', 'other', 'under-reorganization'),
  })
  .map(({ draw, bodies, codes, strata, share, left, reason }) => {
    const most = reason === 'inspected-this-year' ? codes.length - 1 : Math.floor(codes.length / 10);
    const excluded = codes.slice(0, Math.min(left, most)).map((code) => [code, reason] as const);
    const branches = codes.slice(excluded.length).map((code, index) => [code, strata[index] ?? ''] as const);
    return { draw, bodies, branches, excluded, sample: 1 + Math.floor(share * (branches.length - 1)) };
  });

/** What bodies did: 32 bytes each, or nothing in time. */
const reveals = fc.array(fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }), { freq: 4 }), {
  minLength: 6,
  maxLength: 6,
});

/** A receipt that verifies, with up to five substitutions. */
export const receipts: fc.Arbitrary<Receipt> = fc
  .tuple(populations, reveals, fc.array(fc.nat(), { maxLength: 5 }))
  .map(([given, nonces, chosen]) => {
    const population = freezePopulation(given);
    const bodies = population.bodies.map((id, index): ReceiptBody => {
      const nonce = nonces[index];
      if (!nonce) return { id, commitment: '0'.repeat(64), missed: true };
      return { id, commitment: commitmentOf(population.hash, id, nonce), nonce: Buffer.from(nonce).toString('hex') };
    });
    const missed = bodies.some((body) => 'missed' in body);
    return substituted(receiptOf(population, bodies, missed ? 'agreed text' : null), chosen);
  });

/** The receipt with those that the numbers choose of the ones standing substituted, one after the other. */
function substituted(receipt: Receipt, chosen: readonly number[]): Receipt {
  const outcome = outcomeOf(receipt, nonceOf(receipt.seed, ''));
  const next = substitutesOf(outcome);
  const strata = new Map(receipt.branches);
  return chosen.reduce((now, number) => {
    const left = [...standing(now.drawn, now.substituted)];
    const branch = left[number % Math.max(left.length, 1)];
    if (branch === undefined) return now;
    const by = next(strata.get(branch) ?? '');
    return { ...now, substituted: [...now.substituted, { branch, by, reason: 'dissolved' }] };
  }, receipt);
}
