/** So many days a dissolution that was an error is taken back (domain.md, section 3). */
export const REINSTATED_WITHIN_DAYS = 90;

/** So many years ahead an act of the register may be announced (domain.md, section 2). */
export const ACTS_YEARS_AHEAD = 2;
