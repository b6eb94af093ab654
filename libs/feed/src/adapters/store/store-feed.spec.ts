import { temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations, InMemoryEventStore, PostgresEventStore } from '@zhibu/event-store';
import { feedConformance, publishTo } from '../../testing/index.ts';
import { StoreFeedSource } from './store-feed.adapter.ts';

feedConformance('from the store in memory', async () => {
  let store = new InMemoryEventStore();
  return {
    source: () => new StoreFeedSource('organization', store),
    publish: (facts) => publishTo(store, facts),
    loseStore: async () => {
      await store.close();
      store = new InMemoryEventStore();
    },
    close: () => store.close(),
  };
});

feedConformance('from the store in PostgreSQL', async () => {
  const database = await temporaryDatabase();
  let schemas = 0;
  const open = async (): Promise<PostgresEventStore> => {
    schemas += 1;
    const schema = `organization${schemas}`;
    const { serviceUrl } = await database.schema(schema, [eventStoreMigrations]);
    return PostgresEventStore.open({ url: serviceUrl, schema });
  };
  let store = await open();
  return {
    source: () => new StoreFeedSource('organization', store),
    publish: (facts) => publishTo(store, facts),
    loseStore: async () => {
      await store.close();
      store = await open();
    },
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
});
