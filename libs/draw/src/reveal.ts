import { createHash } from 'node:crypto';
import { checkText, type FrozenPopulation } from './population.ts';
import { DrawFault } from './fault.ts';

/** How many random bytes a body commits to. */
export const NONCE_BYTES = 32;

const HEX_OF_32 = /^[0-9a-f]{64}$/;

/** Whether a text is 32 bytes in lower-case hexadecimal digits, as commitments, nonces and hashes are written. */
export const isHexOf32 = (text: string): boolean => HEX_OF_32.test(text);

/** A nonce from its text. @throws DrawFault for anything but 64 lower-case hexadecimal digits */
export function nonceOf(text: string, body: string, place = 'nonce'): Buffer {
  if (!isHexOf32(text)) throw new DrawFault('NONCE_MALFORMED', { place, named: body });
  return Buffer.from(text, 'hex');
}

const ZERO = Buffer.alloc(1);

/**
 * What a body announces of its nonce before anybody reveals: SHA-256(P ‖ body id ‖ 00 ‖ nonce).
 * @param populationHash the 32 bytes of P
 * @param nonce 32 random bytes @throws DrawFault for fewer or more, and for a body's id that cannot stand in a field
 * @returns 64 lower-case hexadecimal digits
 */
export function commitmentOf(populationHash: Uint8Array, body: string, nonce: Uint8Array): string {
  checkText(body, 'body');
  if (nonce.length !== NONCE_BYTES) throw new DrawFault('NONCE_MALFORMED', { place: 'nonce', named: body });
  return createHash('sha256').update(populationHash).update(body).update(ZERO).update(nonce).digest('hex');
}

/**
 * The 32 bytes that take the place of a nonce that was not revealed in time: SHA-256("zhibu-draw/1 missed" ‖ 00 ‖ P ‖
 * body id ‖ 00 ‖ checkpoint).
 * @param checkpoint the text that was agreed at the announcement; its bytes are hashed, not what a hex text stands for
 */
export function missedReveal({ hash }: Pick<FrozenPopulation, 'hash'>, body: string, checkpoint: string): Buffer {
  checkText(checkpoint, 'checkpoint');
  const sum = createHash('sha256').update('zhibu-draw/1 missed').update(ZERO).update(hash);
  return sum.update(body).update(ZERO).update(checkpoint).digest();
}

/** The seed: SHA-256(P ‖ the 32 bytes of each body). @param shares in the order of the bodies */
export function seedOf({ hash }: Pick<FrozenPopulation, 'hash'>, shares: readonly Uint8Array[]): Buffer {
  const sum = createHash('sha256').update(hash);
  for (const bytes of shares) sum.update(bytes);
  return sum.digest();
}
