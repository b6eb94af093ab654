export * from './duty.rules.ts';
export * from './history.rules.ts';
export * from './place.rules.ts';
export * from './superior.rules.ts';
export * from './term.rules.ts';
