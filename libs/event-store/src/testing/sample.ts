import { randomUUID } from 'node:crypto';
import { currentVersion } from '@zhibu/contracts';
import type { EventMetadata, NewEvent, RecordedEvent } from '@zhibu/kernel';
import type { EventStore } from '../port.ts';

const actor = { personId: 'p-1', role: 'operator', organizationId: 'committee' };

/** A complete event of no service in particular. */
export function anEvent(overrides: Partial<NewEvent> = {}): NewEvent {
  const { id = randomUUID(), type = 'SampleHappened' } = overrides;
  const metadata: EventMetadata = {
    commandId: `command-${id}`,
    commandHash: '0'.repeat(64),
    correlationId: `command-${id}`,
    actor,
  };
  return {
    id,
    type,
    schemaVersion: currentVersion(type),
    data: { says: '样本', amount: '1.50' },
    metadata,
    ...overrides,
  };
}

/** So many of them. */
export function someEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => anEvent({ data: { index } }));
}

/** Reads a subscription until it has `count` events, then ends it. */
export async function firstEvents(
  store: EventStore,
  count: number,
  after?: Parameters<EventStore['subscribe']>[0],
): Promise<RecordedEvent[]> {
  const end = new AbortController();
  const events: RecordedEvent[] = [];
  for await (const batch of store.subscribe(after, { signal: end.signal, batchSize: 7 })) {
    events.push(...batch.events);
    if (events.length >= count) end.abort();
  }
  return events;
}
