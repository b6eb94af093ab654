import { DrawFault } from './fault.ts';
import { type Outcome, outcomeOf, type Share, substitutesOf } from './outcome.ts';
import { checkText, freezeOrdered, type FrozenPopulation } from './population.ts';
import { readReceipt, receiptOfBytes } from './reading.ts';
import { type Receipt, seedOfBodies } from './receipt.ts';
import { commitmentOf } from './reveal.ts';

/** What was found of a receipt: that it holds and what was recomputed, or the first thing that differs. */
export type Verification =
  | { readonly holds: true; readonly receipt: Receipt; readonly outcome: Outcome }
  | { readonly holds: false; readonly fault: DrawFault };

/**
 * Recomputes a draw from its receipt and nothing else, in the order of the format: shape, order and bounds of the population,
 * its hash, commitments, checkpoint, seed, shares, drawn, substituted.
 * @param receipt parsed JSON, whatever it may be
 */
export const verifyReceipt = (receipt: unknown): Verification => verified(() => readReceipt(receipt));

/** The same of the bytes of a receipt's file. */
export const verifyReceiptBytes = (bytes: Uint8Array): Verification => verified(() => receiptOfBytes(bytes));

function verified(read: () => Receipt): Verification {
  try {
    const receipt = read();
    return { holds: true, receipt, outcome: recompute(receipt) };
  } catch (error) {
    if (error instanceof DrawFault) return { holds: false, fault: error };
    throw error;
  }
}

function recompute(receipt: Receipt): Outcome {
  const population = populationOf(receipt);
  checkCommitments(receipt, population);
  checkCheckpoint(receipt);
  const seed = seedOfBodies(population, receipt.bodies, receipt.checkpoint);
  if (seed.toString('hex') !== receipt.seed)
    throw new DrawFault('SEED_DIFFERS', { place: 'seed', named: receipt.seed, recomputed: seed.toString('hex') });
  const outcome = outcomeOf(population, seed);
  checkShares(receipt, outcome);
  checkDrawn(receipt, outcome);
  checkSubstituted(receipt, outcome);
  return outcome;
}

function populationOf(receipt: Receipt): FrozenPopulation {
  const { draw, sample, bodies, branches, excluded } = receipt;
  const population = freezeOrdered({ draw, sample, bodies: bodies.map(({ id }) => id), branches, excluded });
  const recomputed = population.hash.toString('hex');
  if (recomputed === receipt.populationHash) return population;
  throw new DrawFault('POPULATION_HASH_DIFFERS', {
    place: 'populationHash',
    named: receipt.populationHash,
    recomputed,
  });
}

function checkCommitments({ bodies }: Receipt, { hash }: FrozenPopulation): void {
  for (const [index, body] of bodies.entries()) {
    if (!('nonce' in body)) continue;
    const recomputed = commitmentOf(hash, body.id, Buffer.from(body.nonce, 'hex'));
    if (recomputed !== body.commitment)
      throw new DrawFault('COMMITMENT_DIFFERS', { place: `bodies[${index}].commitment`, named: body.id, recomputed });
  }
}

function checkCheckpoint({ bodies, checkpoint }: Receipt): void {
  const missed = bodies.find((body) => 'missed' in body);
  if (missed && checkpoint === null)
    throw new DrawFault('CHECKPOINT_MISSING', { place: 'checkpoint', named: missed.id });
  if (!missed && checkpoint !== null) throw new DrawFault('CHECKPOINT_NEEDLESS', { place: 'checkpoint' });
}

function checkShares({ shares }: Receipt, outcome: Outcome): void {
  const differs = firstDifference(shares.map(shareText), outcome.shares.map(shareText));
  if (!differs) return;
  const { index, recomputed } = differs;
  throw new DrawFault('SHARES_DIFFER', { place: `shares[${index}]`, named: shares[index]?.stratum ?? '', recomputed });
}

const shareText = ({ stratum, of, drawn }: Share): string => `${drawn}/${of} ${stratum}`;

function checkDrawn({ drawn }: Receipt, outcome: Outcome): void {
  const differs = firstDifference(drawn, outcome.drawn);
  if (!differs) return;
  const { index, recomputed } = differs;
  throw new DrawFault('DRAWN_DIFFERS', { place: `drawn[${index}]`, named: drawn[index] ?? '', recomputed });
}

/** Where two lists part, and what should stand there; nothing at all where the list is too long. */
function firstDifference(
  stated: readonly string[],
  recomputed: readonly string[],
): { readonly index: number; readonly recomputed: string } | undefined {
  const index = recomputed.findIndex((text, at) => text !== stated[at]);
  if (index >= 0) return { index, recomputed: recomputed[index] ?? '' };
  return stated.length > recomputed.length ? { index: recomputed.length, recomputed: '' } : undefined;
}

function checkSubstituted({ branches, drawn, substituted }: Receipt, outcome: Outcome): void {
  if (substituted.length === 0) return;
  const strata = new Map(branches);
  const left = new Set(drawn);
  const next = substitutesOf(outcome);
  for (const [index, { branch, by, reason }] of substituted.entries()) {
    const place = `substituted[${index}]`;
    checkText(reason, `${place}.reason`);
    if (!left.delete(branch)) throw new DrawFault('SUBSTITUTED_NOT_DRAWN', { place: `${place}.branch`, named: branch });
    const recomputed = next(strata.get(branch) ?? '');
    if (recomputed !== by)
      throw new DrawFault('SUBSTITUTE_DIFFERS', { place: `${place}.by`, named: branch, recomputed: recomputed ?? '' });
    if (recomputed !== null) left.add(recomputed);
  }
}
