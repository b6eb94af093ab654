import { type ServiceName, services, type Wording } from '@zhibu/contracts';
import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import type { EventStoreDbAccess } from '@zhibu/event-store';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const usage = words(
  'npm run renew-generation（无参数；地址与凭据：EVENTSTORE_URL、EVENTSTORE_CA_FILE、EVENTSTORE_USERNAME、EVENTSTORE_PASSWORD）',
  'npm run renew-generation (no arguments; address and credentials: EVENTSTORE_URL, EVENTSTORE_CA_FILE, EVENTSTORE_USERNAME, EVENTSTORE_PASSWORD)',
);

/** Begins a new generation of every service's store in an EventStoreDB cluster, each said as soon as it stands. @throws StoreUnavailable, StoreAccessDenied, StoreUntrusted */
export async function renewGenerations(access: EventStoreDbAccess, say: (wording: Wording) => void): Promise<void> {
  for (const service of services) say(await renewed(access, service));
}

async function renewed(access: EventStoreDbAccess, service: ServiceName): Promise<Wording> {
  const store = await EventStoreDbEventStore.open({ ...access, service });
  try {
    await store.renewGeneration();
    const head = await store.head();
    const end = String(head?.position ?? 0n);
    return words(
      `${service}：新的世代${head?.generation ?? ''}，自位置${end}起。检查点不超过它的读者接着读；超前的读者会停下，用 npm run refill`,
      `${service}: new generation${head ? ` ${head.generation}` : ''}, from position ${end} on. Readers up to there go on; those beyond it stop, and are filled anew by npm run refill`,
    );
  } finally {
    await store.close();
  }
}
