export * from './go-program.ts';
export * from './specification.ts';
export * from './runs.ts';
