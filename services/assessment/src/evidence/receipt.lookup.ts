import type { Received } from './evidence.decider.ts';

/** Whose file it is, by its hash. */
export interface Delivered {
  readonly sha256: string;
  readonly organizationId: string;
}

/** Which files have come with the command that is being decided: the hash alone shows nobody to have the file. */
export class Receipts {
  private readonly open = new Map<string, Received[]>();

  /** What came of a file for an organization; null: nothing did. */
  of(delivered: Delivered): Received | null {
    return this.open.get(keyOf(delivered))?.[0] ?? null;
  }

  /** Whether a file has come, for whichever organization, and is being registered. */
  isComing(sha256: string): boolean {
    return [...this.open.keys()].some((key) => key.startsWith(`${sha256} `));
  }

  /** Counts a file as received while the work lasts. */
  async during<Done>(delivered: Delivered, received: Received, work: () => Promise<Done>): Promise<Done> {
    const key = keyOf(delivered);
    this.open.set(key, [...(this.open.get(key) ?? []), received]);
    try {
      return await work();
    } finally {
      const left = (this.open.get(key) ?? []).filter((one) => one !== received);
      if (left.length > 0) this.open.set(key, left);
      else this.open.delete(key);
    }
  }
}

const keyOf = ({ sha256, organizationId }: Delivered): string => `${sha256} ${organizationId}`;
