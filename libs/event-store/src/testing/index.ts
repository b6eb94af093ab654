export * from './event-store.conformance.ts';
export * from './sample.ts';
