import type { Facts, Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Replayable } from '../process/replayable.ts';
import type { Series } from '../tally/series.ts';

/** Whose derived rows are no longer right once facts have come in: by the view that derives them, in its own words. */
export type Subjects = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * A part of the read model: tables of its own, filled from events. Facts are taken first, by every view; then what is
 * derived from the subjects touched is derived anew, view by view in the order of `views/index.ts`; then the tallies follow.
 */
export interface View {
  readonly name: string;
  /** The aggregate whose partitions of `process_step`, `process_span` and `process_standing` are its tables. */
  readonly process?: string;
  /** Of a process: what it is replayed by from its service's log. */
  readonly replays?: Replayable;
  /** Its tables, whose content must be equal in every build of the same facts. */
  readonly tables: readonly string[];
  /**
   * Of its tables those that hold details of organizations, each with the column that says of which: nobody is answered one of
   * their rows who may not see that organization (`second-lock/`). The others are open; `second-lock.spec.ts` says why.
   */
  readonly details: Readonly<Record<string, string>>;
  /** Views of the database that show a part of its tables. */
  readonly shows?: readonly string[];
  /** Views that are rebuilt together, for one derives from another. */
  readonly unit: string;
  /** The types of the events whose facts it keeps, or by which it knows what to derive anew; it never sees others. */
  readonly takes: ReadonlySet<string>;
  /** The facts of events: rows that are new, for the tables they belong to. */
  readonly facts?: (events: readonly RecordedEvent[]) => readonly Facts[];
  /** Which of its subjects are affected by the facts of events, once those are written. */
  readonly touches?: (sql: Sql, events: readonly RecordedEvent[]) => Promise<Iterable<string>>;
  /** Derives the rows of these subjects from the facts, and from what views before have derived. */
  readonly derive?: (sql: Sql, subjects: readonly string[]) => Promise<void>;
  /** What of its derived rows is tallied. */
  readonly series?: Series;
  /** It keeps the tallies of every series of its unit. */
  readonly keepsTallies?: true;
}

/** Subjects of several batches as one. */
export function merged(parts: readonly Subjects[]): Subjects {
  const all = new Map<string, Set<string>>();
  for (const [view, subjects] of parts.flatMap((part) => [...part])) {
    const known = all.get(view) ?? new Set<string>();
    all.set(view, known);
    for (const subject of subjects) known.add(subject);
  }
  return all;
}

/** Whether nothing derived is touched. */
export function isEmpty(subjects: Subjects): boolean {
  return [...subjects.values()].every(({ size }) => size === 0);
}
