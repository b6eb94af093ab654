import { listOf, oneOf, secret, type Setting } from '@zhibu/service-kit';
import { cipherNamed, WRAPPING_KEY_BYTES, WrappingKeys } from './wrapping-keys.ts';

const wrappingKey: Setting<Buffer> = {
  says: `${WRAPPING_KEY_BYTES} bytes in base64url`,
  read: (text) => {
    const key = Buffer.from(text, 'base64url');
    return key.length === WRAPPING_KEY_BYTES ? key : undefined;
  },
};

/** The keys of the installation, the one that seals first. */
export const peopleKeys = listOf(wrappingKey);

/** By which cipher what is new is sealed; what is there is opened by the one that sealed it. */
export const cipherSettings = { CIPHER: oneOf(['aes-256-gcm', 'sm4-ctr-hmac-sm3'], 'aes-256-gcm') };

/** By what one-time secrets and the keys of persons are sealed. */
export const sealingSettings = { PEOPLE_KEY: secret(peopleKeys), ...cipherSettings };

/** The keys as they are set. */
export const wrappingKeysFrom = (
  keys: readonly Buffer[],
  { CIPHER: cipher }: { readonly CIPHER: string },
): WrappingKeys => new WrappingKeys(keys, cipherNamed(cipher));
