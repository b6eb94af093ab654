import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Cipher, CipherFault } from './cipher.ts';

const ALGORITHM = 'sm4-ctr';
const SM4_KEY_BYTES = 16;
const IV_BYTES = 16;

/**
 * SM4 (GB/T 32907) in counter mode, then HMAC over SM3 (GB/T 32905) of what it is about, the IV and the cipher text, by a
 * key of its own: Node has no SM4 in GCM.
 */
export const sm4HmacSm3: Cipher = {
  algorithm: 'sm4-ctr-hmac-sm3',
  keyBytes: SM4_KEY_BYTES + 32,
  ivBytes: IV_BYTES,
  seal: (key, plain, about, iv = randomBytes(IV_BYTES)) => {
    const by = createCipheriv(ALGORITHM, key.subarray(0, SM4_KEY_BYTES), iv);
    const cipher = Buffer.concat([by.update(plain), by.final()]);
    return { iv, cipher, mac: macOf(key, { iv, cipher }, about) };
  },
  open: (key, sealed, about) => {
    const mac = macOf(key, sealed, about);
    if (mac.length !== sealed.mac.length || !timingSafeEqual(mac, sealed.mac) || sealed.iv.length !== IV_BYTES)
      throw new CipherFault('what was sealed cannot be opened');
    const by = createDecipheriv(ALGORITHM, key.subarray(0, SM4_KEY_BYTES), sealed.iv);
    return Buffer.concat([by.update(sealed.cipher), by.final()]);
  },
};

/** What it is about comes with its length, so that nothing of it passes for a part of what follows. */
function macOf(key: Buffer, { iv, cipher }: { readonly iv: Buffer; readonly cipher: Buffer }, about: string): Buffer {
  const said = Buffer.from(about);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(said.length);
  return createHmac('sm3', key.subarray(SM4_KEY_BYTES)).update(length).update(said).update(iv).update(cipher).digest();
}
