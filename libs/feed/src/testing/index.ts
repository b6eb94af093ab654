export * from './conformance-setting.ts';
export * from './eventually.ts';
export * from './facts.ts';
export * from './feed.conformance.ts';
export * from './recording-consumer.ts';
export * from './test-broker.ts';
export * from './topic-under-test.ts';
export * from './relay-process.ts';
