/** The series of the living branches themselves. */
export const BRANCHES = 'branches';

/**
 * What a view gives to the tallies: spans, each of one branch, or organization, and over both clocks. A series counts, under every
 * organization, the spans of the branches below it by their value: by grade, by what a problem is counted as.
 */
export interface Series {
  /** The view whose subjects the spans belong to. */
  readonly view: string;
  /** The table of spans: `from_day`, `to_day`, `known_from`, `known_to`. */
  readonly table: string;
  /** The column that names the branch, or the organization of any kind. */
  readonly branch: string;
  /** Whether organizations of every kind have spans; of others than branches they do not count otherwise. */
  readonly ofEveryKind?: boolean;
  /** The series of a span, as an SQL expression over the table. */
  readonly series: string;
  /** What a span counts as, as an SQL expression over the table. */
  readonly value: string;
  /** The day from which a span is tallied, as an SQL expression over the table. */
  readonly from: string;
  /** Whether a span is of the subject `t.subject`, as an SQL condition that an index answers. */
  readonly ofSubject: string;
}
