import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { v5 } from 'uuid';

/** The namespace of every id derived from a name (UUIDv5, RFC 9562). */
const NAMESPACE = '6f1a5c1e-5b5d-5c0a-9d53-7a6962750001';

/** Hexadecimal SHA-256. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Hexadecimal SHA-256 of a JSON value in its canonical form (RFC 8785). */
export function contentHash(value: unknown): string {
  return sha256(canonicalize(value) ?? 'null');
}

/** A UUIDv5 from parts that no two different lists share. */
export function derivedId(...parts: readonly (string | number)[]): string {
  return v5(JSON.stringify(parts), NAMESPACE);
}
