import { afterEach } from '@jest/globals';
import type { EventStore, EventStoreDbAccess } from '@zhibu/event-store';
import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import { someEvents } from '@zhibu/event-store/testing';
import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import { randomUUID } from 'node:crypto';
import type { NodeCertificate } from '../support/event-store-db/certificates.ts';
import { StandIn } from '../support/event-store-db/stand-in.ts';

const opened: { readonly close: () => Promise<void> }[] = [];
const started: StandIn[] = [];

/** Closes whatever a test of this file opened. */
export function closeAfterEach(): void {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    for (const standIn of started.splice(0)) standIn.stop();
  });
}

export async function aCluster(nodes = 1, certificate?: NodeCertificate): Promise<StandIn> {
  const standIn = await StandIn.start(nodes, certificate);
  started.push(standIn);
  return standIn;
}

/** A store of the service "sample" unless told, and what it complained about. */
export async function aStore(
  standIn: StandIn,
  {
    service = 'sample',
    connectionString = standIn.connectionString,
    ...access
  }: Partial<EventStoreDbAccess & { readonly service: string }> = {},
): Promise<EventStoreDbEventStore & { readonly complaints: unknown[]; readonly dropped: true[] }> {
  const complaints: unknown[] = [];
  const dropped: true[] = [];
  const store = await EventStoreDbEventStore.open({
    connectionString,
    service,
    ...access,
    onFault: (fault) => complaints.push(fault),
    onDropped: () => dropped.push(true),
  });
  opened.push(store);
  return Object.assign(store, { complaints, dropped });
}

export function aStream(): string {
  return `sample-${randomUUID()}`;
}

/** Appends to a new stream; gives what the log has of it. */
export async function record(
  store: EventStore,
  events: readonly NewEvent[] | number,
): Promise<readonly RecordedEvent[]> {
  const stream = aStream();
  const added = typeof events === 'number' ? someEvents(events) : events;
  await store.append(stream, 'no-stream', added);
  return store.recorded(stream, { from: 0, to: added.length - 1 });
}

/** The whole log, read in pages. */
export async function wholeLog(store: EventStore, page = 100): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const next = await store.readLog(events.at(-1)?.position ?? 0n, page);
    if (next.length === 0) return events;
    events.push(...next);
  }
}

/** Waits until something holds; the test's own limit ends it otherwise. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds()))
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
}

/** Events of another service, which stand in `$all` between ours. */
export function foreignEvents(cluster: StandIn, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const event = {
      id: randomUUID(),
      type: 'Foreign',
      contentType: 'application/json',
      data: Buffer.from('{}'),
      customMetadata: Buffer.from('{}'),
    };
    cluster.log.append('other.foreign', 'any', [event]);
  }
}
