/** Who waits for one event of a stream to come with the log: told by that event alone, whatever else goes by. */
export class Arrivals {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Waits for an event, or so many milliseconds, or until the log is another. */
  wait(stream: string, revision: number, milliseconds: number): Promise<void> {
    const place = placeOf(stream, revision);
    return new Promise((resolve) => {
      const told = (): void => {
        clearTimeout(timer);
        this.release(place, told);
        resolve();
      };
      const timer = setTimeout(told, milliseconds);
      const others = this.waiting.get(place);
      if (others) others.add(told);
      else this.waiting.set(place, new Set([told]));
    });
  }

  came(stream: string, revision: number): void {
    if (this.waiting.size === 0) return;
    for (const told of this.waiting.get(placeOf(stream, revision)) ?? []) told();
  }

  /** The log ends here, or is another from now on: nobody waits any longer. */
  over(): void {
    for (const told of [...this.waiting.values()].flatMap((each) => [...each])) told();
  }

  private release(place: string, told: () => void): void {
    const others = this.waiting.get(place);
    others?.delete(told);
    if (others?.size === 0) this.waiting.delete(place);
  }
}

const placeOf = (stream: string, revision: number): string => `${revision}@${stream}`;
