import { type ServiceName, services, type Wording } from '@zhibu/contracts';
import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import { type EventStoreDbAccess, renewGeneration, type StoreAccess } from '@zhibu/event-store';

const words = (zh: string, en: string): Wording => ({ zh, en });
type Say = (wording: Wording) => void;

export const usage = words(
  'npm run renew-generation（无参数；地址与凭据：EVENTSTORE_URL、EVENTSTORE_CA_FILE、EVENTSTORE_USERNAME、EVENTSTORE_PASSWORD；STORE=postgres 时为 DATABASE_URL、PASSWORD_OWNER）',
  'npm run renew-generation (no arguments; address and credentials: EVENTSTORE_URL, EVENTSTORE_CA_FILE, EVENTSTORE_USERNAME, EVENTSTORE_PASSWORD; with STORE=postgres DATABASE_URL, PASSWORD_OWNER)',
);

/** Begins a new generation of every service's store in an EventStoreDB cluster, each said as soon as it stands. @throws StoreUnavailable, StoreAccessDenied, StoreUntrusted */
export async function renewGenerations(access: EventStoreDbAccess, say: Say): Promise<void> {
  for (const service of services) say(await renewed(access, service));
}

/** The same of stores in PostgreSQL. @param stores each as its schema's owner */
export async function renewGenerationsInPostgres(stores: readonly StoreAccess[], say: Say): Promise<void> {
  for (const store of stores) {
    const { service, generation, position } = await renewGeneration(store);
    say(begunWords(service, generation, position));
  }
}

async function renewed(access: EventStoreDbAccess, service: ServiceName): Promise<Wording> {
  const store = await EventStoreDbEventStore.open({ ...access, service });
  try {
    await store.renewGeneration();
    const head = await store.head();
    return begunWords(service, head?.generation, head?.position ?? 0n);
  } finally {
    await store.close();
  }
}

const begunWords = (service: string, generation: string | undefined, position: bigint): Wording =>
  words(
    `${service}：新的世代${generation ?? ''}，自位置${position}起。检查点不超过它的读者接着读；超前的读者会停下，用 npm run refill`,
    `${service}: new generation${generation ? ` ${generation}` : ''}, from position ${position} on. Readers up to there go on; those beyond it stop, and are filled anew by npm run refill`,
  );
