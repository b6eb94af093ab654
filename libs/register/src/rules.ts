export * from './history.rules.ts';
export * from './place.rules.ts';
