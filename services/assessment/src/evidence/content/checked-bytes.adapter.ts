import { createHash } from 'node:crypto';
import { refusal } from '@zhibu/contracts';

/** What a file is said to be before its bytes are there. */
export interface Said {
  readonly sha256: string;
  /** Bytes in all. */
  readonly size: number;
}

/**
 * The bytes of a file as they come, held to their hash and number. The last piece is held back until all is checked: no
 * store ever has a whole file that is another one. @throws Refusal EVIDENCE_OTHER_HASH, EVIDENCE_TRUNCATED
 */
export async function* checkedBytes(bytes: AsyncIterable<Uint8Array>, said: Said): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let count = 0;
  let held: Uint8Array | undefined;
  for await (const piece of whole(bytes)) {
    hash.update(piece);
    count += piece.length;
    if (count > said.size) throw refusal('EVIDENCE_OTHER_HASH', { field: 'sha256' });
    if (held) yield held;
    held = piece;
  }
  if (count < said.size) throw refusal('EVIDENCE_TRUNCATED', { size: said.size, received: count });
  if (hash.digest('hex') !== said.sha256) throw refusal('EVIDENCE_OTHER_HASH', { field: 'sha256' });
  if (held) yield held;
}

/** A sender who is gone has sent no whole file. */
async function* whole(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (Object(error).code === 'ECONNRESET' || Object(error).message === 'aborted') throw refusal('EVIDENCE_TRUNCATED');
    throw error;
  }
}
