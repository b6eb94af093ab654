/** A bell that many wait for at once: one ring wakes them all. */
export class Wake {
  private readonly waiting = new Set<() => void>();
  private rung = 0;

  /** How often it has rung: look before reading what it announces, so that no ring is missed. */
  get count(): number {
    return this.rung;
  }

  ring(): void {
    this.rung += 1;
    const woken = [...this.waiting];
    this.waiting.clear();
    for (const wake of woken) wake();
  }

  /** Waits until something holds, looking whenever it rings, or for so many milliseconds; whether it holds. */
  async until(holds: () => boolean, milliseconds: number): Promise<boolean> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const seen = this.count;
      if (holds()) return true;
      if (Date.now() >= deadline) return false;
      await this.wait(seen, deadline - Date.now());
    }
  }

  /** Answers at the first ring after `seen` rings, or after so many milliseconds. */
  wait(seen: number, milliseconds: number): Promise<void> {
    if (this.rung !== seen) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.waiting.add(wake);
    });
  }
}
