/** What one of our events takes in a log that counts bytes, about; until events were seen. */
const USUAL_SPACING = 1_000;

interface Placed {
  readonly position: bigint;
}

/**
 * How many events lie between two positions of a feed. Where positions count up by one they tell; where they are a store's
 * own (bytes of a log that others write to as well), it is estimated by how far apart the events stood that were read last.
 */
export class LagEstimate {
  private readonly gapless: boolean;
  private spacing = USUAL_SPACING;

  /** @param gapless whether positions count up by one */
  constructor(gapless: boolean) {
    this.gapless = gapless;
  }

  /** So many events were read after one another, from the first to the last. */
  saw(first: Placed | undefined, last: Placed | undefined, count: number): void {
    if (this.gapless || !first || !last || count < 2) return;
    this.spacing = Math.max(1, Number(last.position - first.position) / (count - 1));
  }

  /** Events after `from` up to `to`, to be told to a person; never 0 where there are some. */
  between(from: bigint, to: bigint): number {
    if (to <= from) return 0;
    return this.gapless ? Number(to - from) : Math.max(1, Math.round(Number(to - from) / this.spacing));
  }
}
