/** An event as a command's answer names it. */
export interface AnsweredEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: string;
}

/** A command as it was sent, and what was answered to it at last. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly data: object;
  /** How often it was sent without an answer that says what became of it. */
  failures: number;
  /** The longest that one sending took, in milliseconds. */
  slowest: number;
  acknowledged?: readonly AnsweredEvent[];
  /** The code of its refusal. */
  refused?: string;
}

/** What was sent to the platform and what the platform acknowledged: the book that everything is counted against afterwards. */
export class Ledger {
  private readonly entries = new Map<string, Entry>();

  /** Notes a command before it is sent for the first time. */
  note(id: string, name: string, data: object): Entry {
    const entry: Entry = { id, name, data, failures: 0, slowest: 0 };
    this.entries.set(id, entry);
    return entry;
  }

  get(id: string): Entry | undefined {
    return this.entries.get(id);
  }
  get all(): readonly Entry[] {
    return [...this.entries.values()];
  }
  get acknowledged(): readonly (Entry & { readonly acknowledged: readonly AnsweredEvent[] })[] {
    return this.all.filter(
      (entry): entry is Entry & { readonly acknowledged: readonly AnsweredEvent[] } => entry.acknowledged !== undefined,
    );
  }

  /** Strikes out what a store that was put back to an earlier state cannot know: commands whose events lie beyond its end. */
  strikeOut(lost: (entry: Entry) => boolean): readonly Entry[] {
    const struck = this.all.filter(lost);
    for (const { id } of struck) this.entries.delete(id);
    return struck;
  }
}
