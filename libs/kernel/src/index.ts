export * from './calendar.ts';
export * from './dated.ts';
export * from './decider.ts';
export * from './decimal.ts';
export * from './envelope.ts';
export * from './hash.ts';
export * from './refusal.ts';
