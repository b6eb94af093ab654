/** What a cipher makes of a text. */
export interface Sealed {
  readonly iv: Buffer;
  readonly cipher: Buffer;
  /** By which whoever has the key knows that nothing was changed, and what it is about. */
  readonly mac: Buffer;
}

/** What was sealed was changed, is about something else, or was sealed by another key. */
export class CipherFault extends Error {
  override readonly name = 'CipherFault';
}

/** How the fields of the directory are encrypted, and authenticated with what they are about. */
export interface Cipher {
  readonly algorithm: 'aes-256-gcm' | 'sm4-ctr-hmac-sm3';
  /** How many bytes a key has. */
  readonly keyBytes: number;
  readonly ivBytes: number;
  /**
   * @param about what is sealed, in words that whoever opens it says too
   * @param iv random unless told, never twice under one key
   */
  readonly seal: (key: Buffer, plain: Buffer, about: string, iv?: Buffer) => Sealed;
  /** @throws CipherFault */
  readonly open: (key: Buffer, sealed: Sealed, about: string) => Buffer;
}
