import { randomUUID } from 'node:crypto';
import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import type { NewEvent } from '@zhibu/kernel';

/** A process of its own that appends until SIGTERM, a line for each append acknowledged; it repeats what failed under the same id. */
const store = await EventStoreDbEventStore.open({ connectionString: process.argv[2] ?? '', service: 'sample' });
const actor = { personId: 'p-1', role: 'operator' };
let stopped = false;
process.on('SIGTERM', () => {
  stopped = true;
});

for (let revision = -1; !stopped; revision += 1) {
  const id = randomUUID();
  const metadata = { commandId: id, commandHash: '0'.repeat(64), correlationId: id, actor };
  const event: NewEvent = { id, type: 'SampleHappened', schemaVersion: 1, data: { revision }, metadata };
  while (!stopped && !(await acknowledged(revision, event)))
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
}
await store.close();
process.exit(0);

async function acknowledged(revision: number, event: NewEvent): Promise<boolean> {
  try {
    await store.append('appended', revision === -1 ? 'no-stream' : revision, [event]);
    process.stdout.write(`${revision + 1}\n`);
    return true;
  } catch {
    return false;
  }
}
