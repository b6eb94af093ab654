export * from './status-law.ts';
export * from './any-ratings.ts';
export * from './naive-ratings.ts';
export * from './rights-by-hand.ts';
