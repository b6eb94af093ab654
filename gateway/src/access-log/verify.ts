import type { AccessHead } from '@zhibu/contracts';
import { type Day, dayOf } from '@zhibu/kernel';
import { BEFORE_FIRST, type ChainedEntry, linkOf } from './entry.ts';

/** What does not agree in the log of accesses, and where. */
export interface AccessFault {
  /**
   * `changed`: it, or what stands before it, says something else than was logged; `missing`: entries are gone, this one the
   * first; `added`: it was never logged there; `cut-off`: the chain ended later when its day was sealed; `head`: the day was
   * sealed with another hash; `not-sealed`: the day was sealed without this chain.
   */
  readonly kind: 'changed' | 'missing' | 'added' | 'cut-off' | 'head' | 'not-sealed';
  readonly writer: string;
  readonly number: bigint;
  /** The day of the entry, or of the head. */
  readonly day: Day;
}

/** What was found of the log of accesses. */
export interface VerifiedAccesses {
  readonly entries: number;
  readonly chains: number;
  /** How many days' heads were compared. */
  readonly heads: number;
  /** Of each chain the first fault of its entries, and every head that does not agree. */
  readonly faults: readonly AccessFault[];
}

interface End {
  readonly number: bigint;
  readonly hash: string;
}

/**
 * Walks the chains, and compares where each stood at the end of a day with what was sealed of it.
 * @param entries all that there are, in the order of their instants and, of one writer, of their numbers
 * @param known.sealed the heads of all days that were sealed
 * @param known.keptSince the day before which entries may have been dropped, as nobody need keep them any longer
 */
export async function verifyAccesses(
  entries: AsyncIterable<ChainedEntry>,
  { sealed, keptSince }: { readonly sealed: readonly AccessHead[]; readonly keptSince: Day },
): Promise<VerifiedAccesses> {
  const chains = new Chains(sealed, keptSince);
  let count = 0;
  for await (const entry of entries) {
    chains.take(entry);
    count += 1;
  }
  const faults = [...chains.faults.values(), ...sealed.flatMap((head) => chains.compare(head))];
  return { entries: count, chains: chains.size, heads: sealed.length, faults };
}

/** The chains as far as they were walked. */
class Chains {
  /** Of each writer its first fault. */
  readonly faults = new Map<string, AccessFault>();
  private readonly ends = new Map<string, End>();
  /** Where a writer stood at the end of a day: `day writer`. */
  private readonly ofDays = new Map<string, End>();
  private readonly sealedEnds: ReadonlyMap<string, string>;
  private readonly keptSince: Day;
  private firstDay: Day | undefined;

  constructor(sealed: readonly AccessHead[], keptSince: Day) {
    this.keptSince = keptSince;
    const ends = sealed.flatMap(({ chains }) =>
      chains.map(({ writer, lastEntry, hash }): [string, string] => [`${writer} ${lastEntry}`, hash]),
    );
    this.sealedEnds = new Map(ends);
  }

  get size(): number {
    return this.ends.size;
  }

  take(entry: ChainedEntry): void {
    const { writer, number, chain, at } = entry;
    const [before, day] = [this.before(entry), dayOf(at)];
    const kind = faultOf(entry, before);
    if (kind && !this.faults.has(writer)) {
      const first = kind === 'missing' ? (before?.number ?? 0n) + 1n : number;
      this.faults.set(writer, { kind, writer, number: first, day });
    }
    this.firstDay ??= day;
    // What was added stands beside the chain; what was changed, or comes after what is missing, is where it goes on.
    if (kind === 'added') return;
    this.ends.set(writer, { number, hash: chain });
    this.ofDays.set(`${day} ${writer}`, { number, hash: chain });
  }

  /** What does not agree with the head of a day; days whose entries were dropped after their time are not compared. */
  compare({ day, chains }: AccessHead): readonly AccessFault[] {
    if (day < this.keptSince && (this.firstDay === undefined || day < this.firstDay)) return [];
    const sealed = new Set(chains.map(({ writer }) => writer));
    const beside = [...this.ofDays].flatMap(([key, { number }]): AccessFault[] => {
      const [of = '', writer = ''] = key.split(' ');
      return of === day && !sealed.has(writer) ? [{ kind: 'not-sealed', writer, number, day }] : [];
    });
    return [...chains.flatMap((chain) => this.compareChain(day, chain)), ...beside];
  }

  private compareChain(
    day: Day,
    { writer, firstEntry, lastEntry, hash }: AccessHead['chains'][number],
  ): readonly AccessFault[] {
    const end = this.ofDays.get(`${day} ${writer}`) ?? { number: BigInt(firstEntry) - 1n, hash: '' };
    const number = BigInt(lastEntry);
    if (end.number < number) return [{ kind: 'cut-off', writer, number: end.number + 1n, day }];
    if (end.number > number) return [{ kind: 'added', writer, number: number + 1n, day }];
    return end.hash === hash ? [] : [{ kind: 'head', writer, number, day }];
  }

  /** What stands before an entry; where those before it were dropped after their time, what was sealed of them. */
  private before({ writer, number }: ChainedEntry): End | undefined {
    const known = this.ends.get(writer);
    if (known) return known;
    if (number === 1n) return { number: 0n, hash: BEFORE_FIRST };
    const sealed = this.sealedEnds.get(`${writer} ${number - 1n}`);
    return sealed === undefined ? undefined : { number: number - 1n, hash: sealed };
  }
}

function faultOf(entry: ChainedEntry, before: End | undefined): AccessFault['kind'] | undefined {
  if (!before || entry.number > before.number + 1n) return 'missing';
  if (entry.number <= before.number) return 'added';
  return linkOf(before.hash, entry) === entry.chain ? undefined : 'changed';
}
