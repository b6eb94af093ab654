import type { Readable } from 'node:stream';

/**
 * Where the contents of evidence are kept, each under the SHA-256 (64 hexadecimal digits) of its bytes. Every adapter passes
 * the conformance suite. What cannot be done is thrown as the adapter's own error: as an infrastructure failure
 * (`isInfrastructureFailure`) only where the same may succeed later.
 */
export interface EvidenceContent {
  /** Makes the place ready, and takes away what an end amid an upload has left there. Asked again, it does the same. */
  open(): Promise<void>;
  /**
   * Keeps what comes, in as little memory as it comes in. Where the bytes break off by an error, nothing stays, and
   * that error is thrown; the last of them comes only when all are right (`checkedBytes`).
   * @param size bytes in all
   */
  keep(sha256: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** How many bytes are kept; undefined: none are. */
  sizeOf(sha256: string): Promise<number | undefined>;
  /** The content; undefined: it is not there. */
  read(sha256: string): Promise<Readable | undefined>;
  /** The hashes of what was kept before an instant (milliseconds since 1970), each told as it is found. */
  keptBefore(instant: number): AsyncIterable<string>;
  /** Takes it away; what is not there is none to take. */
  remove(sha256: string): Promise<void>;
}
