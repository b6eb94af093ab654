import { eventStoreConformance } from '../../testing/index.ts';
import { InMemoryEventStore } from './in-memory.adapter.ts';

eventStoreConformance('in memory', async () => {
  const store = new InMemoryEventStore();
  return { store, dispose: () => store.close() };
});
