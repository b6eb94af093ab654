import type { Pool } from '@zhibu/database';
import type { EventStore } from '@zhibu/event-store';
import type { ConsumerKey, FeedConsumer } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';

/** What a service's aggregates, facts and timetable are made with. */
export interface ServiceContext {
  readonly store: EventStore;
  /** The service's own schema, as its service role. */
  readonly database: Pool;
  /** Today in Asia/Shanghai: the one place where a decision's clock comes from. */
  readonly today: () => Day;
  /**
   * Waits until a look-up on the service's own feed has read its own log to where it ends now. Name the one that the
   * rule rests on: nobody waits for the others.
   * @throws Refusal SERVICE_UNAVAILABLE when it does not get there in time; Error when it is not a look-up of this service
   * on its own feed
   */
  readonly caughtUp: (lookup: FeedConsumer) => Promise<void>;
}

/** How a service is told apart in an error about one of its look-ups. */
export const wordsOf = ({ group, service }: ConsumerKey): string => `${group} on the feed of ${service}`;
