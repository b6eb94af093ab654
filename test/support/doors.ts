import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { byService, currentVersion, eventCatalogue, type PlatformEvent, type ServiceName } from '@zhibu/contracts';
import { temporaryDatabase } from '@zhibu/database/testing';
import { type EventStore, InMemoryEventStore } from '@zhibu/event-store';
import { feedMigrations, StoreFeedSource } from '@zhibu/feed';
import { serviceDefinitions } from '@zhibu/infra';
import { createService, Health, ownKeys, type Permission, type Sender, TokenIssuer } from '@zhibu/service-kit';
import { eventually } from './duties.ts';

/** What a door answers. */
export interface Answered {
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly [fact: string]: unknown;
}

/** The services behind their own doors, with a clock that stands: stores in memory, look-ups in PostgreSQL, feeds between them. */
export interface Doors {
  readonly stores: Readonly<Record<ServiceName, EventStore>>;
  readonly app: (service: ServiceName) => NestExpressApplication;
  /** Records what has been, whatever a decider would say of it. */
  readonly record: (stream: string, ...events: readonly PlatformEvent[]) => Promise<void>;
  /** Waits until every look-up has read every log. */
  readonly ready: () => Promise<void>;
  readonly post: (service: ServiceName, path: string, sent: Posted) => Promise<Answered>;
  /** The lines of JSON that a log is read by: those of an answer that is one problem, too. */
  readonly read: (service: ServiceName, path: string, as: Permission) => Promise<readonly Line[]>;
  readonly stop: () => Promise<void>;
}

/** A line of a log: an event, where to go on, or why no more is told. */
export interface Line {
  readonly id?: string;
  readonly type?: string;
  readonly stream?: string;
  readonly data?: object;
  readonly next?: string;
  readonly problem?: { readonly code: string };
  readonly code?: string;
}

interface Posted {
  readonly body: object;
  readonly sender: Sender;
  readonly language?: string;
}

/** Starts the services. @param now the instant that they take for the present */
export async function openDoors(now: () => number): Promise<Doors> {
  const database = await temporaryDatabase();
  const stores = byService(() => new InMemoryEventStore());
  const { signing, trusted } = ownKeys();
  const apps = new Map<ServiceName, NestExpressApplication>();
  for (const definition of serviceDefinitions) {
    const { name, migrations } = definition;
    const { service } = await database.schema(name, [feedMigrations, ...migrations]);
    const sources = (of: ServiceName) => new StoreFeedSource(of, stores[of]);
    const runtime = { store: stores[name], database: service, sources, trusted, now };
    const app = await createService(definition, runtime);
    await app.listen(0, '127.0.0.1');
    apps.set(name, app);
  }
  const app = (service: ServiceName): NestExpressApplication => {
    const found = apps.get(service);
    if (!found) throw new Error(`${service} does not run`);
    return found;
  };
  return {
    stores,
    app,
    record: (stream, ...events) => record(stores, stream, events),
    ready: () => ready([...apps.values()], stores),
    ...asking(new TokenIssuer(signing), app),
    stop: async () => {
      for (const one of apps.values()) await one.close();
      await database.drop();
    },
  };
}

/** Asks the services' doors, as the gateway does. */
const asking = (issuer: TokenIssuer, app: Doors['app']): Pick<Doors, 'post' | 'read'> => ({
  post: async (service, path, { body, sender, language = 'zh' }) => {
    const asked = { method: 'POST', path, body: JSON.stringify(body) };
    const authorization = await issuer.authorization(service, sender, asked);
    const headers = { 'content-type': 'application/json', 'accept-language': language, authorization };
    const response = await fetch(`${await app(service).getUrl()}${path}`, { ...asked, headers });
    return { ...((await response.json()) as object), status: response.status };
  },
  read: async (service, path, as) => {
    const authorization = await issuer.authorization(service, as, { method: 'GET', path });
    const response = await fetch(`${await app(service).getUrl()}${path}`, { headers: { authorization } });
    const lines = (await response.text()).trimEnd().split('\n');
    return lines.filter((line) => line !== '').map((line): Line => JSON.parse(line));
  },
});

const metadata = { commandHash: '0'.repeat(64), actor: { personId: 'p-1', role: 'operator' } };

async function record(stores: Doors['stores'], stream: string, events: readonly PlatformEvent[]): Promise<void> {
  const [first] = events;
  const store = stores[eventCatalogue[first?.type ?? '']?.service ?? 'organization'];
  const known = (await store.readStream(stream)).length;
  await store.append(
    stream,
    known === 0 ? 'no-stream' : known - 1,
    events.map(({ type, data }) => {
      const commandId = randomUUID();
      return {
        id: randomUUID(),
        type,
        schemaVersion: currentVersion(type),
        data,
        metadata: { ...metadata, commandId, correlationId: commandId },
      };
    }),
  );
}

/** What was recorded before this was asked has been read by everybody who takes it. */
async function ready(apps: readonly NestExpressApplication[], stores: Doors['stores']): Promise<void> {
  const ends = new Map<string, bigint>();
  for (const [name, store] of Object.entries(stores)) ends.set(name, (await store.head())?.position ?? 0n);
  for (const app of apps)
    await eventually(async () => {
      const { feeds } = await app.get(Health).look('en');
      const late = feeds.filter(({ service, position }) => BigInt(position) < (ends.get(service) ?? 0n));
      if (late.length > 0) throw new Error(`not read yet: ${late.map(({ group }) => group).join(', ')}`);
    });
}
