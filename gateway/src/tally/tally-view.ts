import type { View } from '../views/view.ts';

/**
 * The tallies of provinces, cities and work committees: of each series how many stand under them as what, on any day, by
 * the latest knowledge and over both clocks: living branches, their grades, their problems. What a branch gives to them
 * follows from its places and its spans in each series; when these change, the difference is added.
 */
export const tallyView: View = {
  name: 'tally',
  details: {},
  tables: ['tally', 'known_tally'],
  unit: 'register',
  takes: new Set(),
  keepsTallies: true,
};
