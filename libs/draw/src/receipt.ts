import { missedReveal, seedOf } from './reveal.ts';
import { outcomeOf, type Share, type Substitution } from './outcome.ts';
import { type BranchRow, type ExclusionRow, FORMAT, type FrozenPopulation } from './population.ts';

/** What a body put in: its commitment, and the nonce it revealed or that it missed to. */
export type ReceiptBody = { readonly id: string; readonly commitment: string } & (
  | { readonly nonce: string }
  | { readonly missed: true }
);

/** A draw as whoever was not there recomputes it (draw.md, Receipt). Hashes are lower-case hexadecimal digits. */
export interface Receipt {
  readonly format: typeof FORMAT;
  readonly draw: string;
  readonly sample: number;
  readonly bodies: readonly ReceiptBody[];
  readonly branches: readonly BranchRow[];
  readonly excluded: readonly ExclusionRow[];
  /** What stands in for nonces that were not revealed; null where all were. */
  readonly checkpoint: string | null;
  readonly populationHash: string;
  readonly seed: string;
  readonly shares: readonly Share[];
  readonly drawn: readonly string[];
  readonly substituted: readonly Substitution[];
}

/** The seed of what the bodies put in, in their order. @param checkpoint needed where one of them missed */
export function seedOfBodies(
  population: FrozenPopulation,
  bodies: readonly ReceiptBody[],
  checkpoint: string | null,
): Buffer {
  const bytes = bodies.map((body) =>
    'nonce' in body ? Buffer.from(body.nonce, 'hex') : missedReveal(population, body.id, checkpoint ?? ''),
  );
  return seedOf(population, bytes);
}

/**
 * Completes a draw: its receipt, with nobody substituted yet.
 * @param bodies one of each body of the population, in their order
 * @param checkpoint the text of the checkpoint where a body missed, else null
 */
export function receiptOf(
  population: FrozenPopulation,
  bodies: readonly ReceiptBody[],
  checkpoint: string | null,
): Receipt {
  const { draw, sample, branches, excluded, hash } = population;
  const seed = seedOfBodies(population, bodies, checkpoint);
  const { shares, drawn } = outcomeOf(population, seed);
  return {
    format: FORMAT,
    draw,
    sample,
    bodies,
    branches,
    excluded,
    checkpoint,
    populationHash: hash.toString('hex'),
    seed: seed.toString('hex'),
    shares,
    drawn,
    substituted: [],
  };
}

/** A receipt as it is published. */
export const receiptText = (receipt: Receipt): string => `${JSON.stringify(receipt, undefined, 1)}\n`;
