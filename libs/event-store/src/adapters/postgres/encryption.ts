import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { EncryptedBackupFault } from './backup-key.ts';

/** What an encrypted backup begins with. */
export const MAGIC = Buffer.from('zhibu-encrypted-backup-1\n');
const SALT_BYTES = 32;
const MARK_BYTES = 16;
export const HEADER_BYTES = MAGIC.length + SALT_BYTES + MARK_BYTES;
/** Bytes of plain text a chunk; the last has fewer, or none. */
export const CHUNK_BYTES = 65_536;
export const TAG_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const CIPHER = 'aes-256-gcm';

/** The key of one file, so that its nonces can be counted, and the mark by which a wrong key is told before anything is read. */
function keysOf(key: Buffer, salt: Buffer): { readonly file: Buffer; readonly mark: Buffer } {
  const derived = Buffer.from(hkdfSync('sha256', key, salt, 'zhibu backup', KEY_BYTES + MARK_BYTES));
  return { file: derived.subarray(0, KEY_BYTES), mark: derived.subarray(KEY_BYTES) };
}

/** A chunk is sealed with its number and with whether it is the last: none can change places, be left out, or end the file. */
function nonceOf(chunk: bigint, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES);
  nonce.writeBigUInt64BE(chunk);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

/** Cuts what comes into chunks of a size, and hands each on; the last is known only at the end. */
abstract class Chunked extends Transform {
  private waiting: Buffer[] = [];
  private length = 0;
  private next = 0n;

  private readonly size: number;

  protected constructor(size: number) {
    super();
    this.size = size;
  }

  protected abstract turned(chunk: Buffer, nonce: (isLast: boolean) => Buffer, isLast: boolean): Buffer;

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.attempt(done, () => {
      this.waiting.push(bytes);
      this.length += bytes.length;
      if (this.length <= this.size) return;
      let whole = Buffer.concat(this.waiting);
      for (; whole.length > this.size; whole = whole.subarray(this.size))
        this.hand(whole.subarray(0, this.size), false);
      this.waiting = [whole];
      this.length = whole.length;
    });
  }

  override _flush(done: TransformCallback): void {
    this.attempt(done, () => this.hand(Buffer.concat(this.waiting), true));
  }

  private hand(chunk: Buffer, isLast: boolean): void {
    const number = this.next;
    this.next += 1n;
    this.push(this.turned(chunk, (last) => nonceOf(number, last), isLast));
  }

  private attempt(done: TransformCallback, work: () => void): void {
    try {
      work();
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** Encrypts by AES-256-GCM, chunk by chunk. @param key 32 bytes */
export class Encrypting extends Chunked {
  private readonly file: Buffer;

  constructor(key: Buffer) {
    super(CHUNK_BYTES);
    const salt = randomBytes(SALT_BYTES);
    const { file, mark } = keysOf(key, salt);
    this.file = file;
    this.push(Buffer.concat([MAGIC, salt, mark]));
  }

  protected turned(chunk: Buffer, nonce: (isLast: boolean) => Buffer, isLast: boolean): Buffer {
    const cipher = createCipheriv(CIPHER, this.file, nonce(isLast));
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Decrypts what {@link Encrypting} wrote, without its header. @throws EncryptedBackupFault for a wrong key, and for whatever is not as it was written */
export class Decrypting extends Chunked {
  private readonly file: Buffer;

  /** @param header the file's first {@link HEADER_BYTES} */
  constructor(key: Buffer, header: Buffer) {
    super(CHUNK_BYTES + TAG_BYTES);
    const salt = header.subarray(MAGIC.length, MAGIC.length + SALT_BYTES);
    const { file, mark } = keysOf(key, salt);
    const found = header.subarray(MAGIC.length + SALT_BYTES);
    if (found.length !== mark.length) throw new EncryptedBackupFault('BACKUP_DAMAGED');
    if (!timingSafeEqual(found, mark)) throw new EncryptedBackupFault('BACKUP_KEY_WRONG');
    this.file = file;
  }

  protected turned(chunk: Buffer, nonce: (isLast: boolean) => Buffer, isLast: boolean): Buffer {
    if (chunk.length < TAG_BYTES) throw new EncryptedBackupFault('BACKUP_DAMAGED');
    const cipher = createDecipheriv(CIPHER, this.file, nonce(isLast));
    cipher.setAuthTag(chunk.subarray(chunk.length - TAG_BYTES));
    try {
      return Buffer.concat([cipher.update(chunk.subarray(0, chunk.length - TAG_BYTES)), cipher.final()]);
    } catch (error) {
      throw new EncryptedBackupFault('BACKUP_DAMAGED', error);
    }
  }
}
