import type { sendUnaryData } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Counts } from './tally.ts';

type SupportedMethods = InstanceType<typeof features.SupportedMethods>;

/** `ServerFeatures/GetSupportedMethods`: from it the client decides, once a connection, to send appends in batches. */
export function featuring(counts: Counts) {
  return (_call: unknown, answer: sendUnaryData<SupportedMethods>): void => {
    counts.request('', 'features');
    const methods = ['read', 'append', 'batchappend', 'delete', 'tombstone'].map((name) =>
      new features.SupportedMethod().setMethodName(name).setServiceName('event_store.client.streams.streams'),
    );
    answer(null, new features.SupportedMethods().setEventStoreServerVersion('23.10.6').setMethodsList(methods));
  };
}
