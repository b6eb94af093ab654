import { eventCatalogue, type ServiceName } from '@zhibu/contracts';
import type { PostgresEventStore } from '@zhibu/event-store';
import type { History } from './history.ts';

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** What is found in an answer along a path. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce((found: unknown, key) => Object(found)[key], value);
}

/** Records what the streams of the owning services do not have yet. */
export async function append(
  stores: Readonly<Record<ServiceName, PostgresEventStore>>,
  history: History,
): Promise<void> {
  const last = new Map<PostgresEventStore, [stream: string, revision: number]>();
  for (const [stream, events] of Map.groupBy(history.events, (event) => event.stream)) {
    const store = stores[ownerOf(events)];
    if (await appendFresh(store, stream, events)) last.set(store, [stream, events.length - 1]);
  }
  // What is committed has no instant before it is in the log: the last of each store is waited for.
  for (const [store, [stream, revision]] of last) await store.recorded(stream, { from: revision, to: revision });
}

async function appendFresh(store: PostgresEventStore, stream: string, events: History['events']): Promise<boolean> {
  const known = (await store.readStream(stream)).length;
  const fresh = events
    .slice(known)
    .map(({ id, type, schemaVersion, data, metadata }) => ({ id, type, schemaVersion, data, metadata }));
  if (fresh.length > 0) await store.append(stream, known === 0 ? 'no-stream' : known - 1, fresh);
  return fresh.length > 0;
}

const ownerOf = ([first]: History['events']): ServiceName =>
  eventCatalogue[first?.type ?? '']?.service ?? 'organization';

/** Settling the present makes the gateway read what is recorded. */
export async function ready(url: string): Promise<void> {
  const query = 'query ($now: DateTime!) { organization(id: "-", knownAt: $now) { id } }';
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { body } = await post(`${url}/graphql`, { query, variables: { now: new Date().toISOString() } }, {});
    if (dig(body, 'errors', 0, 'extensions', 'code') === 'ORGANIZATION_UNKNOWN') return;
  }
  throw new Error('the gateway does not read what is recorded');
}

export async function post(url: string, body: unknown, headers: Record<string, string>): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: JSON.parse(await response.text()),
  };
}
