import { createHash } from 'node:crypto';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { evidenceStream } from '@zhibu/contracts';
import { InMemoryEventStore } from '@zhibu/event-store';
import { FolderContent } from './content/folder.adapter.ts';
import { Receipts } from './receipt.lookup.ts';
import { ContentSweep } from './sweep.adapter.ts';

const type = 'application/pdf';

it('takes away what came an hour ago and nobody has, and nothing that is held, fresh or being registered', async () => {
  const root = await mkdtemp(join(tmpdir(), 'zhibu-evidence-'));
  const content = new FolderContent(root);
  const keep = async (says: string, minutesAgo: number): Promise<string> => {
    const bytes = Buffer.from(says);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const pieces = async function* () {
      yield bytes;
    };
    await content.keep(sha256, bytes.length, pieces());
    const at = new Date(Date.now() - minutesAgo * 60_000);
    await utimes(join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256), at, at);
    return sha256;
  };
  const [left, held, fresh, coming] = [
    await keep('left', 61),
    await keep('held', 61),
    await keep('fresh', 59),
    await keep('coming', 61),
  ];
  const store = new InMemoryEventStore();
  const data = { sha256: held, organizationId: 'B1', name: 'a.pdf', size: 4, type, effectiveOn: '2023-03-10' };
  const actor = { personId: 'P-1', role: 'operator' };
  const metadata = { commandId: 'c', commandHash: 'h', correlationId: 'c', actor };
  const id = '00000000-0000-4000-8000-000000000001';
  await store.append(evidenceStream(held), 'no-stream', [
    { id, type: 'EvidenceRegistered', schemaVersion: 1, data, metadata },
  ]);
  const receipts = new Receipts();
  const sweep = new ContentSweep({ store, content, receipts });
  await receipts.during({ sha256: coming, organizationId: 'B1' }, { size: 6, type }, async () =>
    expect(await sweep.sweep()).toBe(1),
  );
  const kept = await Promise.all([left, held, fresh, coming].map((sha256) => content.sizeOf(sha256)));
  expect(kept.map((size) => size !== undefined)).toEqual([false, true, true, true]);
  await rm(root, { recursive: true });
});
