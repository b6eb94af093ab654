import type { Facts, Row, Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';

/** Whose derived rows are no longer right once facts have come in. */
export interface Subjects {
  /** Organizations whose place in the tree may have changed. */
  readonly placed: ReadonlySet<string>;
  /** Organizations with a new list of findings. */
  readonly found: ReadonlySet<string>;
  /** Branches with a new decision, each with its schemes. */
  readonly rated: ReadonlyMap<string, ReadonlySet<string>>;
  /** Problems with a new step. */
  readonly problems: ReadonlySet<string>;
}

export const noSubjects: Subjects = { placed: new Set(), found: new Set(), rated: new Map(), problems: new Set() };

/**
 * A part of the read model: tables of its own, filled from events. Facts are taken first, by every view; then what is
 * derived from the subjects touched is derived anew, view by view in the order of `views/index.ts`; then sums follow.
 */
export interface View {
  readonly name: string;
  /** Its tables, whose content must be equal in every build of the same facts. */
  readonly tables: readonly string[];
  /** Views that are rebuilt together, for one derives from another. */
  readonly unit: string;
  /** The types of the events whose facts it keeps; it never sees others. */
  readonly takes: ReadonlySet<string>;
  /** The facts of events: rows that are new, for the tables they belong to. */
  readonly facts?: (events: readonly RecordedEvent[]) => readonly Facts[];
  /** Whose derived rows are affected by the facts of events, once those are written. */
  readonly touches?: (sql: Sql, events: readonly RecordedEvent[]) => Promise<Subjects>;
  /** Derives the rows of these subjects from the facts, and from what views before have derived. */
  readonly derive?: (sql: Sql, subjects: Subjects) => Promise<void>;
  /** Sums over derived rows. */
  readonly sums?: Sums;
}

/** What derived rows of some subjects give to sums, as the view that sums them words it. */
export type Shares = readonly Row[];

/** Sums over rows that were derived: only the difference that a change of those makes is written. */
export interface Sums {
  /** What the subjects give to the sums now. */
  readonly sharesOf: (sql: Sql, subjects: Subjects) => Promise<Shares>;
  /** Once their rows are derived anew: adds what they give now, less what they gave before. */
  readonly settle: (sql: Sql, subjects: Subjects, before: Shares) => Promise<void>;
  /** Sums over all rows, where there is no sum yet. */
  readonly sumUp: (sql: Sql) => Promise<void>;
}

/** A view with what answers its queries; without tables it answers from those of other views. */
export interface Answering {
  /** A Nest resolver class. */
  readonly resolver: new () => object;
  readonly view?: View;
}

/** Subjects of several views as one. */
export function merged(parts: readonly Subjects[]): Subjects {
  const rated = new Map<string, ReadonlySet<string>>();
  for (const part of parts) {
    for (const [branch, schemes] of part.rated) rated.set(branch, new Set([...(rated.get(branch) ?? []), ...schemes]));
  }
  return {
    placed: new Set(parts.flatMap((part) => [...part.placed])),
    found: new Set(parts.flatMap((part) => [...part.found])),
    rated,
    problems: new Set(parts.flatMap((part) => [...part.problems])),
  };
}

/** Whether nothing derived is touched. */
export function isEmpty({ placed, found, rated, problems }: Subjects): boolean {
  return placed.size + found.size + rated.size + problems.size === 0;
}
