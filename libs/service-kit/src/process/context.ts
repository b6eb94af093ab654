import type { Pool } from '@zhibu/database';
import type { ChainedStore, EventStore } from '@zhibu/event-store';
import type { ConsumerKey, FeedConsumer } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';

/** What a service's aggregates, facts and timetable are made with. */
export interface ServiceContext {
  readonly store: EventStore & { readonly chainAt?: ChainedStore['chainAt'] | undefined };
  /** The service's own schema, as its service role. */
  readonly database: Pool;
  /** Today in Asia/Shanghai: the one place where a decision's clock comes from. */
  readonly today: () => Day;
  /** Milliseconds since 1970, by the same clock: of the few deadlines that are instants. */
  readonly now: () => number;
  /**
   * Waits until a look-up on the service's own feed has read its own log to where it ends now, or to a position of it. Name
   * the one that the rule rests on: nobody waits for the others.
   * @throws Refusal SERVICE_UNAVAILABLE when it does not get there in time; Error when it is not a look-up of this service
   * on its own feed
   */
  readonly caughtUp: (lookup: FeedConsumer, to?: bigint) => Promise<void>;
}

/** How a service is told apart in an error about one of its look-ups. */
export const wordsOf = ({ group, service }: ConsumerKey): string => `${group} on the feed of ${service}`;
