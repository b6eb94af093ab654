export * from './actor.ts';
export * from './command-door.ts';
export * from './configuration.ts';
export * from './definition.ts';
export * from './language.ts';
export * from './problem.ts';
export * from './problem-filter.adapter.ts';
export * from './tokens.ts';
