/** Ids that were used lately: each is let through once, and forgotten when nothing that bears it is valid any more. */
export class UsedOnce {
  private readonly forMs: number;
  /** By id, until when it is remembered; in the order of their use. */
  private readonly used = new Map<string, number>();

  /** @param forMs how long an id is remembered */
  constructor(forMs: number) {
    this.forMs = forMs;
  }

  /** Whether an id was used, and is not forgotten yet. */
  knows(id: string): boolean {
    return this.used.has(id);
  }

  /** Whether an id is used for the first time, which it then was. */
  first(id: string, now = Date.now()): boolean {
    for (const [old, until] of this.used) {
      if (until > now) break;
      this.used.delete(old);
    }
    if (this.used.has(id)) return false;
    this.used.set(id, now + this.forMs);
    return true;
  }
}
