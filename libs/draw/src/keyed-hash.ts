import { hash } from 'node:crypto';

/** The block of SHA-256, in bytes, and what the two passes of RFC 2104 mix into the key. */
const BLOCK = 64;
const INNER = 0x36;
const OUTER = 0x5c;
const DIGEST = 32;
/** Room for the code of any organization. */
const SHORT_TEXT = 256;

/**
 * HMAC-SHA-256 of many texts under one key (RFC 2104), as 64 lower-case hexadecimal digits. Node's createHmac sets key and
 * context up anew for each text, which for 250,000 branches takes eight seconds; two plain hashes take less than one.
 * @param key at most 64 bytes
 */
export function keyedHash(key: Uint8Array): (text: string) => string {
  let inner = padded(key, INNER, SHORT_TEXT);
  const outer = padded(key, OUTER, DIGEST);
  return (text) => {
    // At most three bytes a unit of UTF-16; the buffers are written anew for each text.
    if (text.length * 3 > inner.length - BLOCK) inner = padded(key, INNER, text.length * 3);
    const end = BLOCK + inner.write(text, BLOCK);
    hash('sha256', inner.subarray(0, end), 'buffer').copy(outer, BLOCK);
    return hash('sha256', outer);
  };
}

/** The key, mixed and padded to a block, with room behind it. */
function padded(key: Uint8Array, mixed: number, room: number): Buffer {
  const bytes = Buffer.alloc(BLOCK + room);
  for (let index = 0; index < BLOCK; index += 1) bytes[index] = (key[index] ?? 0) ^ mixed;
  return bytes;
}
