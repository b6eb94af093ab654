import { temporaryDatabase } from '@zhibu/database/testing';
import type { Pool } from '@zhibu/database';
import { feedMigrations } from '../migrations.ts';
import type { FeedConsumer, FeedSource } from '../port.ts';
import { Subscriber, type SubscriberOptions } from '../consuming/subscriber.ts';
import type { Fact } from './facts.ts';
import { EFFECTS } from './recording-consumer.ts';

/** An adapter under test, with the owning service's log behind it. */
export interface FeedUnderTest {
  /** The feed of service `organization`, as a consumer of its own opens it. */
  readonly source: () => FeedSource;
  /** Takes facts into the owning service's log. */
  readonly publish: (facts: readonly Fact[]) => Promise<void>;
  /** The owning store is lost and begins anew, empty, as another generation. */
  readonly loseStore: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A consumer's database, and subscribers on it that end with the test. */
export interface Setting {
  readonly database: Pool;
  readonly subscribe: (source: FeedSource, consumer: FeedConsumer, more?: Partial<SubscriberOptions>) => Subscriber;
  /** Ends the subscribers of the test. */
  readonly end: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * A database with the feed's tables and the recording consumer's, in schema `gateway`.
 * @param more SQL that the schema's owner runs, for tables of another consumer
 */
export async function openSetting(more = ''): Promise<Setting> {
  const temporary = await temporaryDatabase();
  const schema = await temporary.schema('gateway', [feedMigrations]);
  await schema.owner.query(EFFECTS);
  if (more !== '') await schema.owner.query(more);
  await schema.owner.query(
    'GRANT SELECT, INSERT ON effect TO gateway_service; GRANT USAGE ON effect_id_seq TO gateway_service',
  );
  const running = new Set<Subscriber>();
  return {
    database: schema.service,
    subscribe: (source, consumer, more = {}) => {
      const subscriber = new Subscriber({ source, consumer, database: schema.service, ...more });
      running.add(subscriber);
      subscriber.start();
      return subscriber;
    },
    end: async () => {
      await Promise.all([...running].map((subscriber) => subscriber.stop()));
      running.clear();
    },
    close: () => temporary.drop(),
  };
}
