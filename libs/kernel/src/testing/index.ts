export * from './specification.ts';
export * from './runs.ts';
