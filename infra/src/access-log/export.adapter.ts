import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ChainedEntry, EntryFilter } from '@zhibu/gateway';
import { signed, type SigningKey } from '@zhibu/service-kit';
import { write } from '../backup/keys.adapter.ts';

/** Whose export it is. */
export interface ExportBy {
  readonly by: string;
  readonly at: Date;
  readonly filter: EntryFilter;
  readonly key: SigningKey;
}

/**
 * Writes accesses as one JSON a line, and beside it the signature over its hash, who exported it, when, and by which filter.
 * @returns how many there are
 */
export async function exportAccesses(
  file: string,
  entries: AsyncIterable<ChainedEntry>,
  { by, at, filter, key }: ExportBy,
): Promise<number> {
  const [hash, handle] = [createHash('sha256'), await open(file, 'wx', 0o600)];
  let count = 0;
  try {
    for await (const entry of entries) {
      const line = `${JSON.stringify({ ...entry, number: String(entry.number) })}\n`;
      hash.update(line);
      await handle.write(line);
      count += 1;
    }
  } finally {
    await handle.close();
  }
  const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const said = { format: 'zhibu-access-log', by, at: at.toISOString(), filter: asked, entries: count };
  write(`${file}.sig`, `${JSON.stringify(signed({ ...said, sha256: hash.digest('hex') }, key), null, 2)}\n`, 0o600);
  return count;
}
