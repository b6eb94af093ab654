export * from './adapters/store/store-feed.adapter.ts';
export type { Timing } from './back-off.ts';
export { readStanding, restartConsumer, type Standing } from './checkpoint.ts';
export * from './parking.ts';
export * from './port.ts';
export type { SubscriberStatus } from './status.ts';
export * from './subscriber.ts';
export { CheckpointWatch, type Reached } from './watch.ts';
