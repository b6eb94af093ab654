import { hkdfSync } from 'node:crypto';
import { aes256Gcm } from './aes-256-gcm.adapter.ts';
import { type Cipher, CipherFault, type Sealed } from './cipher.ts';
import { sm4HmacSm3 } from './sm4-hmac-sm3.adapter.ts';

/** Every cipher that something may have been sealed by. */
export const ciphers: readonly Cipher[] = [aes256Gcm, sm4HmacSm3];

/** The key of the installation: 32 random bytes that no database holds. */
export const WRAPPING_KEY_BYTES = 32;

/** What is sealed by a key of its own: the keys of persons, the one-time secrets of accounts. */
export type SealedFor = 'people' | 'access';

/** What was sealed, and by which cipher. */
export interface SealedBy extends Sealed {
  readonly algorithm: Cipher['algorithm'];
}

/** What was opened. */
export interface Opened {
  readonly plain: Buffer;
  /** Whether it was sealed by the key that seals now; else it is to be sealed anew before the other key goes. */
  readonly isCurrent: boolean;
}

/**
 * The keys of the installation. The first seals, each opens: a key is changed by putting another before it, sealing all anew,
 * and taking it away.
 */
export class WrappingKeys {
  private readonly keys: readonly Buffer[];
  /** By which what is new is sealed. */
  readonly cipher: Cipher;

  constructor(keys: readonly Buffer[], cipher: Cipher = aes256Gcm) {
    if (keys.length === 0 || keys.some(({ length }) => length !== WRAPPING_KEY_BYTES))
      throw new Error(`a wrapping key has ${WRAPPING_KEY_BYTES} bytes`);
    this.keys = keys;
    this.cipher = cipher;
  }

  /** @param about what is sealed, in words that whoever opens it says too */
  seal(sealedFor: SealedFor, plain: Buffer, about: string, cipher = this.cipher): SealedBy {
    const [key = Buffer.alloc(0)] = this.keys;
    return { algorithm: cipher.algorithm, ...cipher.seal(derived(key, sealedFor, cipher), plain, about) };
  }

  /** @throws CipherFault where no key opens it, or it is sealed by a cipher that is not known */
  open(sealedFor: SealedFor, { algorithm, ...sealed }: Sealed & { readonly algorithm: string }, about: string): Opened {
    const cipher = cipherNamed(algorithm);
    let fault: unknown;
    for (const [index, key] of this.keys.entries())
      try {
        return { plain: cipher.open(derived(key, sealedFor, cipher), sealed, about), isCurrent: index === 0 };
      } catch (error) {
        fault = error;
      }
    throw fault;
  }
}

/** @throws CipherFault where there is none of this name */
export function cipherNamed(algorithm: string): Cipher {
  const cipher = ciphers.find((one) => one.algorithm === algorithm);
  if (!cipher) throw new CipherFault(`something is sealed by ${algorithm}, which this program does not know`);
  return cipher;
}

/** A key for each purpose and cipher, so that none is used by two. RFC 5869. */
const derived = (key: Buffer, sealedFor: SealedFor, { algorithm, keyBytes }: Cipher): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `zhibu ${sealedFor} ${algorithm}`, keyBytes));
