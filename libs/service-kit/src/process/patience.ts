/** How long a command waits for facts of another service that may still be on their way. */
export const PATIENCE = { milliseconds: 3_000, betweenLooks: 20, whileAtRest: 100 } as const;

/** What is waited for, and how far its feed has been read. */
export interface Awaited<Found> {
  readonly look: () => Promise<Found | null>;
  readonly readTo: () => Promise<string>;
}

/**
 * Waits for facts of another service, for a bounded time. Once a whole wait was in vain, the next ones are short as
 * long as nothing new has arrived in between: the feed is at rest, and a batch that names 500 unknown branches must not
 * wait for each of them.
 */
export class Patience {
  private inVain: { readonly readTo: string; readonly at: number } | undefined;

  /** What was found, or null when the time is over. */
  async wait<Found>({ look, readTo }: Awaited<Found>): Promise<Found | null> {
    const begun = performance.now();
    let found = await look();
    if (found) return found;
    const before = await readTo();
    const limit = this.atRest(before) ? PATIENCE.whileAtRest : PATIENCE.milliseconds;
    while (!found && performance.now() - begun < limit) {
      await new Promise((resolve) => {
        setTimeout(resolve, PATIENCE.betweenLooks);
      });
      found = await look();
    }
    if (!found) this.inVain = { readTo: await readTo(), at: performance.now() };
    return found;
  }

  private atRest(readTo: string): boolean {
    return this.inVain?.readTo === readTo && performance.now() - this.inVain.at < PATIENCE.milliseconds;
  }
}
