import { byUtf8 } from './byte-order.ts';
import { keyedHash } from './keyed-hash.ts';
import type { BranchRow, Population } from './population.ts';

/** What a stratum is given: so many of its branches are drawn. */
export interface Share {
  readonly stratum: string;
  readonly of: number;
  readonly drawn: number;
}

/** What follows from a population and a seed. */
export interface Outcome {
  readonly shares: readonly Share[];
  /** By stratum in order, inside it in the order of the draw. */
  readonly drawn: readonly string[];
  /** Every branch of a stratum, in the order of the draw: who comes behind those drawn steps in for them. */
  readonly order: ReadonlyMap<string, readonly string[]>;
}

/** The first 8 bytes of a hash: where in a whole one the shares begin. */
const START_BITS = 64n;
const START_DIGITS = 16;

/** Draws: shares, then the first of each stratum (draw.md, Shares and Drawn). @param seed the 32 bytes of the seed */
export function outcomeOf(population: Pick<Population, 'branches' | 'sample'>, seed: Uint8Array): Outcome {
  const order = orderOf(population.branches, seed);
  const sizes = [...order].map(([stratum, codes]) => [stratum, codes.length] as const);
  const shares = sharesOf(sizes, population.sample, seed);
  return { shares, drawn: shares.flatMap(({ stratum, drawn }) => (order.get(stratum) ?? []).slice(0, drawn)), order };
}

/**
 * How many of each stratum are drawn: n·size/N on average and never a whole one away from it, so that every branch's chance
 * is n/N, in a stratum of one as well.
 * @param sizes every stratum with its number of branches, in the order of the strata
 */
export function sharesOf(
  sizes: readonly (readonly [stratum: string, size: number])[],
  sample: number,
  seed: Uint8Array,
): readonly Share[] {
  const all = BigInt(sizes.reduce((sum, [, size]) => sum + size, 0));
  const start = BigInt(`0x${keyedHash(seed)('zhibu-draw/1 start').slice(0, START_DIGITS)}`) * all;
  const upTo = (count: bigint): bigint => (((BigInt(sample) * count) << START_BITS) + start) / (all << START_BITS);
  let before = 0n;
  return sizes.map(([stratum, size]) => {
    const behind = before + BigInt(size);
    const drawn = Number(upTo(behind) - upTo(before));
    before = behind;
    return { stratum, of: size, drawn };
  });
}

/** Strata in order, each with its branches by HMAC-SHA-256(seed, code), ascending. */
function orderOf(branches: readonly BranchRow[], seed: Uint8Array): ReadonlyMap<string, readonly string[]> {
  const place = keyedHash(seed);
  const strata = Map.groupBy(branches, ([, stratum]) => stratum);
  const names = [...strata.keys()].toSorted(byUtf8);
  return new Map(
    names.map((stratum) => {
      // Hexadecimal digits stand in the order of the bytes that they say.
      const placed = (strata.get(stratum) ?? []).map(([code]) => ({ code, at: place(code) }));
      return [stratum, placed.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ code }) => code)];
    }),
  );
}

/** What became of one that was drawn and could not be visited. */
export interface Substitution {
  readonly branch: string;
  /** Null: nobody of its stratum was left. */
  readonly by: string | null;
  readonly reason: string;
}

/** Who is to be visited: the drawn, less those substituted, with those who stepped in. */
export function standing(drawn: readonly string[], substituted: readonly Substitution[]): ReadonlySet<string> {
  const left = new Set(drawn);
  for (const { branch, by } of substituted) {
    left.delete(branch);
    if (by !== null) left.add(by);
  }
  return left;
}

/**
 * Who steps in, one after the other: each call takes the next of that stratum in the order of the draw. Null: none is left.
 * The drawn and whoever stepped in are the first of their stratum, so a place in its order says all who were used.
 */
export function substitutesOf({ shares, order }: Outcome): (stratum: string) => string | null {
  const used = new Map(shares.map(({ stratum, drawn }) => [stratum, drawn]));
  return (stratum) => {
    const place = used.get(stratum) ?? 0;
    const code = order.get(stratum)?.[place];
    if (code === undefined) return null;
    used.set(stratum, place + 1);
    return code;
  };
}
