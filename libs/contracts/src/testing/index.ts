export * from './status-law.ts';
