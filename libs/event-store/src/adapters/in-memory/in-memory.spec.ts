import type { EventStore } from '../../port.ts';
import { eventStoreConformance } from '../../testing/index.ts';
import { InMemoryEventStore } from './in-memory.adapter.ts';

eventStoreConformance('in memory', async () => {
  const store = new InMemoryEventStore();
  // Its data are its own: another process would be the same store, which goes on when that process ends.
  const another: EventStore = Object.assign(Object.create(store), { close: async () => undefined });
  return { store, another: async () => another, dispose: () => store.close() };
});
