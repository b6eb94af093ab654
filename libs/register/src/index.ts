export * from './fact.lookup.ts';
export * from './migrations.ts';
export * from './place.lookup.ts';
export * from './rules.ts';
