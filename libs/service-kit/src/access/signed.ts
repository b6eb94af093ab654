import { sign, verify } from 'node:crypto';
import { contentHash } from '@zhibu/kernel';
import type { z } from 'zod';
import type { SigningKey, TrustedKeys } from './key.ts';

/** What stands in a file with its signature: Ed25519 over the hash of all the rest in its canonical form, in base64url. */
export type Signed<Said extends object> = Said & {
  /** The id of the key. */
  readonly key: string;
  readonly signature: string;
};

/** Signs what is said, with the id of the key. */
export function signed<Said extends object>(said: Said, { id, key }: SigningKey): Signed<Said> {
  const whole = { ...said, key: id };
  return { ...whole, signature: sign(null, bytesOf(whole), key).toString('base64url') };
}

/** Why a file holds nothing that can be believed. */
export type SignatureFault = 'unreadable' | 'unknown-key' | 'forged';

/** Reads a signed file, and believes it only by a key that is trusted. @param shape what it says, with key and signature */
export function believed<Said extends object>(
  text: string,
  shape: z.ZodType<Signed<Said>>,
  trusted: TrustedKeys,
): Signed<Said> | SignatureFault {
  const read = shape.safeParse(jsonOf(text));
  if (!read.success) return 'unreadable';
  const { signature, ...said } = read.data;
  const known = trusted.get(read.data.key);
  if (!known) return 'unknown-key';
  return verify(null, bytesOf(said), known.key, Buffer.from(signature, 'base64url')) ? read.data : 'forged';
}

const bytesOf = (said: object): Buffer => Buffer.from(contentHash(said));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
