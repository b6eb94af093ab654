import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The namespace of every id derived from a name. */
const NAMESPACE = Buffer.from('6f1a5c1e5b5d5c0a9d537a6962750001', 'hex');

/** Hexadecimal SHA-256. */
export function sha256(bytes: string | Uint8Array): string {
  return hash('sha256', bytes);
}

/** Hexadecimal SHA-256 of a JSON value in its canonical form (RFC 8785). */
export function contentHash(value: unknown): string {
  return sha256(canonicalize(value) ?? 'null');
}

/** A UUIDv5 from parts that no two different lists share. */
export function derivedId(...parts: readonly (string | number)[]): string {
  return uuidV5(JSON.stringify(parts), NAMESPACE);
}

/**
 * The UUID of version 5 of a name (RFC 9562, 5.5): SHA-1 over the namespace and the name in UTF-8, of which four bits
 * give way to the version and two to the variant. An import asks for hundreds of thousands.
 * @param namespace the 16 bytes of a UUID
 */
export function uuidV5(name: string, namespace: Uint8Array): string {
  const hex = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]));
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
