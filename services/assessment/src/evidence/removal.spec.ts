import { expect, it } from '@jest/globals';
import { evidenceStream } from '@zhibu/contracts';
import { isInfrastructureFailure } from '@zhibu/database';
import { InMemoryEventStore } from '@zhibu/event-store';
import type { ServiceContext } from '@zhibu/service-kit';
import { noContent } from './content/no-content.adapter.ts';
import { evidenceDecider } from './evidence.decider.ts';
import { evidenceFacts } from './evidence.lookup.ts';
import { Receipts } from './receipt.lookup.ts';
import { removalsFollowed } from './removal.lookup.ts';

const actor = { personId: 'P-1', role: 'operator' };
const at = '2023-03-10';
const received = { size: 1, type: 'application/pdf' } as const;
const of = (sha256: string) => ({ sha256, organizationId: 'B1' });
const [own, other] = ['a1'.repeat(32), 'b2'.repeat(32)];

/** A log in which both files were handed in and removed, the other one last. */
async function removedBoth(): Promise<InMemoryEventStore> {
  const store = new InMemoryEventStore();
  let count = 0;
  const event = (type: string, data: object) => ({
    id: `00000000-0000-4000-8000-00000000000${(count += 1)}`,
    type,
    schemaVersion: 1,
    data,
    metadata: { commandId: `c-${count}`, commandHash: 'h', correlationId: 'c', actor },
  });
  for (const sha256 of [own, other])
    await store.append(evidenceStream(sha256), 'no-stream', [
      event('EvidenceRegistered', { ...of(sha256), ...received, name: 'a.pdf', effectiveOn: at }),
      event('EvidenceRemoved', { ...of(sha256), reason: '误传', effectiveOn: at }),
    ]);
  return store;
}

it.each([
  ['what may not be deleted', 'EACCES', false],
  ['a server that is away', 'ECONNREFUSED', true],
])('following a removal fails by %s as that is (%s), and waits: %s', async (_what, code, waits) => {
  const store = await removedBoth();
  const remove = () => Promise.reject(Object.assign(new Error(code), { code }));
  const events = (await store.readLog(0n, 10)).slice(0, 2);
  const failure: unknown = await removalsFollowed({ store }, { ...noContent, remove })
    .apply({ query: () => Promise.reject(new Error('asks nothing')) } as never, events)
    .catch((error: unknown) => error);
  expect([Object(failure).code, isInfrastructureFailure(failure)]).toEqual([code, waits]);
});

it('a registration waits for the removals of its own file, and for no others', async () => {
  const store = await removedBoth();
  const waited: unknown[] = [];
  const context = {
    store,
    database: { query: async () => ({ rows: [] }) },
    today: () => at,
    caughtUp: async (_lookup: unknown, to: bigint) => void waited.push(to),
  } as unknown as ServiceContext;
  const content = { ...noContent, sizeOf: async () => received.size };
  const receipts = new Receipts();
  const keeping = { content, limit: 1, receipts, removals: removalsFollowed(context, content) };
  const facts = evidenceFacts(context, keeping);
  for (const sha256 of [own, 'c3'.repeat(32)]) {
    const command = { name: 'RegisterEvidence', data: { ...of(sha256), name: 'a.pdf' } } as const;
    await receipts.during(command.data, received, () =>
      facts({ ...command, actor }, evidenceDecider.initialState, { commands: [command] }),
    );
  }
  expect(waited).toEqual([(await store.readLog(0n, 10)).find(({ revision }) => revision === 1)?.position]);
});
