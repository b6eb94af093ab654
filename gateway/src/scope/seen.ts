declare const SEEN: unique symbol;

/**
 * The id of an organization that whoever asks may see: what look-ups of its details demand, so that an id which nobody
 * has checked does not compile. Made by {@link Access} alone, and by look-ups that find only what stands under one.
 */
export type SeenId = string & { readonly [SEEN]: true };

/** Roots and day of somebody who may not see all that stands, or stood, under an organization. */
export interface OwnShare {
  readonly roots: readonly string[];
  /** Those of them below which he sees cancelled registrations too. */
  readonly audited: readonly string[];
  readonly today: string;
}

/** What stands under an organization on a day, as far as whoever asks may see it. */
export interface Subtree {
  readonly id: SeenId;
  /** Absent: all of it. */
  readonly only?: OwnShare;
}
