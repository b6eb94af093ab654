import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Cipher, CipherFault } from './cipher.ts';

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D, 8.2.1: 96 bits. */
const IV_BYTES = 12;
const MAC_BYTES = 16;

/** AES-256 in Galois/Counter Mode (NIST SP 800-38D). */
export const aes256Gcm: Cipher = {
  algorithm: ALGORITHM,
  keyBytes: 32,
  ivBytes: IV_BYTES,
  seal: (key, plain, about, iv = randomBytes(IV_BYTES)) => {
    const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: MAC_BYTES });
    cipher.setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { iv, cipher: sealed, mac: cipher.getAuthTag() };
  },
  open: (key, { iv, cipher, mac }, about) => {
    try {
      const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: MAC_BYTES });
      decipher.setAAD(Buffer.from(about));
      decipher.setAuthTag(mac);
      return Buffer.concat([decipher.update(cipher), decipher.final()]);
    } catch (error) {
      throw new CipherFault('what was sealed cannot be opened', { cause: error });
    }
  },
};
