import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkedBytes } from '../evidence/content/checked-bytes.adapter.ts';
import type { EvidenceContent } from '../evidence/content/content.ts';

/** A place of contents under test. */
export interface ContentUnderTest {
  readonly content: EvidenceContent;
  /** What lies there beside the contents that are kept: what an upload leaves behind. */
  readonly leftovers: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

const PIECE = 64 * 1024;

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

async function* brokenOff(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield* inPieces(bytes);
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What every place of evidence has to do (`EvidenceContent`). */
export function evidenceContentConformance(name: string, make: () => Promise<ContentUnderTest>): void {
  describe(`evidence kept in ${name}`, () => {
    let place: ContentUnderTest;
    beforeAll(async () => {
      place = await make();
      await place.content.open();
    });
    afterAll(() => place.stop());

    const keep = (
      bytes: Uint8Array,
      said: { sha256?: string; size?: number; from?: AsyncIterable<Uint8Array> } = {},
    ) => {
      const { sha256 = hashOf(bytes), size = bytes.length, from = inPieces(bytes) } = said;
      return place.content.keep(sha256, size, checkedBytes(from, { sha256, size }));
    };
    const read = async (sha256: string): Promise<Buffer | undefined> => {
      const stream = await place.content.read(sha256);
      return stream && Buffer.concat(await stream.toArray());
    };

    it.each([1, PIECE, PIECE + 1, 5_000_000])('keeps %d bytes as they came', async (size) => {
      const bytes = randomBytes(size);
      const sha256 = hashOf(bytes);
      await keep(bytes);
      expect(await place.content.sizeOf(sha256)).toBe(size);
      expect((await read(sha256))?.equals(bytes)).toBe(true);
      expect(await place.leftovers()).toEqual([]);
    });

    it('has nothing of what never came', async () => {
      expect([await place.content.sizeOf('a'.repeat(64)), await read('a'.repeat(64))]).toEqual([undefined, undefined]);
    });

    const wrong = randomBytes(200_000);
    it.each<[string, Parameters<typeof keep>[1] & object, string]>([
      ['another file', { sha256: 'b'.repeat(64) }, 'EVIDENCE_OTHER_HASH'],
      ['a file that goes on', { size: 199_999 }, 'EVIDENCE_OTHER_HASH'],
      ['a file that ends early', { size: 200_001 }, 'EVIDENCE_TRUNCATED'],
      ['a file whose sender is gone', { from: brokenOff(wrong.subarray(0, 150_000)) }, 'EVIDENCE_TRUNCATED'],
    ])('keeps nothing of %s', async (_what, said, code) => {
      await expect(keep(wrong, said)).rejects.toMatchObject({ code });
      for (const sha256 of [said.sha256 ?? hashOf(wrong), hashOf(wrong)])
        expect([await place.content.sizeOf(sha256), await read(sha256)]).toEqual([undefined, undefined]);
      expect(await place.leftovers()).toEqual([]);
    });

    it('keeps the same file once, also where it comes twice at once', async () => {
      const bytes = randomBytes(300_000);
      await Promise.all([keep(bytes), keep(bytes)]);
      await keep(bytes);
      expect((await read(hashOf(bytes)))?.equals(bytes)).toBe(true);
      expect(await place.leftovers()).toEqual([]);
    });

    it('takes a file away, once and again, and keeps it when it comes anew', async () => {
      const bytes = randomBytes(1000);
      await keep(bytes);
      for (const _time of [1, 2]) await place.content.remove(hashOf(bytes));
      expect([await place.content.sizeOf(hashOf(bytes)), await read(hashOf(bytes))]).toEqual([undefined, undefined]);
      await keep(bytes);
      expect(await place.content.sizeOf(hashOf(bytes))).toBe(1000);
    });

    it('tells what was kept before an instant, and nothing that came since or was removed', async () => {
      const [one, other, removed] = [randomBytes(10), randomBytes(11), randomBytes(12)];
      for (const bytes of [one, other, removed]) await keep(bytes);
      await place.content.remove(hashOf(removed));
      const told = async (instant: number): Promise<readonly string[]> => {
        const hashes: string[] = [];
        for await (const sha256 of place.content.keptBefore(instant)) hashes.push(sha256);
        return hashes;
      };
      const soon = await told(Date.now() + 60_000);
      expect(soon).toEqual([...new Set(soon)]);
      expect(soon).toEqual(expect.arrayContaining([hashOf(one), hashOf(other)]));
      expect(soon).not.toContain(hashOf(removed));
      expect(await told(Date.now() - 3_600_000)).toEqual([]);
    });

    it('opened again has what it had', async () => {
      const bytes = randomBytes(10);
      await keep(bytes);
      await place.content.open();
      expect(await place.content.sizeOf(hashOf(bytes))).toBe(10);
    });
  });
}
