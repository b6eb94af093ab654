import { temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations } from '../../migrations.ts';
import { eventStoreConformance } from '../../testing/index.ts';
import { PostgresEventStore } from './postgres.adapter.ts';

eventStoreConformance('PostgreSQL', async () => {
  const database = await temporaryDatabase();
  const { serviceUrl } = await database.schema('sample', [eventStoreMigrations]);
  const another = () => PostgresEventStore.open({ url: serviceUrl, schema: 'sample' });
  const store = await another();
  return {
    store,
    another,
    dispose: async () => {
      await store.close();
      await database.drop();
    },
  };
});
