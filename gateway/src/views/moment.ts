import type { Day } from '@zhibu/kernel';

/** On which day, and as known when: both flow down to everything that is selected below. */
export interface Moment {
  readonly asOf: Day;
  /** RFC 3339, milliseconds, UTC; absent: as known now. */
  readonly knownAt?: string | undefined;
}

/** A page in order of code: at most `first` entries after the code `after`. */
export interface Page {
  readonly first: number;
  readonly after?: string | undefined;
}

/** A page of organizations, by id, in order of code. */
export interface Listing {
  readonly ids: readonly string[];
  readonly hasNext: boolean;
  readonly totalCount: number;
}
