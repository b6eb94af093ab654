export * from './edges.ts';
