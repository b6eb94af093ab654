import type { FeedKey } from '../adapters/kafka/authenticity.ts';

/** The key of the service under test, the same in each of a test's processes. */
export const testFeedKey: FeedKey = { service: 'organization', name: 'test', secret: Buffer.alloc(32, 'test') };
