import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { services } from '@zhibu/contracts';
import { type FeedKey, newFeedKey, readFeedKey, writtenFeedKey } from '@zhibu/feed';
import type { Setting } from '../process/configuration.ts';

/** The process whose key may name on whose behalf a command is sent; every other one speaks for itself, and only reads. */
export const NAMES_ACTORS = 'gateway';

/** The key of a process, with which it signs what it asks of others; `<process>/<key>` is its id. */
export interface SigningKey {
  readonly id: string;
  readonly process: string;
  readonly key: KeyObject;
}

/** The keys of the processes that are listened to, by id: several of one process while it changes its key. */
export type TrustedKeys = ReadonlyMap<string, TrustedKey>;

export interface TrustedKey {
  readonly process: string;
  readonly key: KeyObject;
}

/** What a process signs with, and whom it trusts. */
export interface ProcessKeys {
  readonly signing: SigningKey;
  readonly trusted: TrustedKeys;
}

const ED25519 = { kty: 'OKP', crv: 'Ed25519' } as const;
const NAMED = /^(([a-z][a-z-]{0,63})\/[\w.-]{1,64}):([\w-]{43})(?:\.([\w-]{43}))?$/;

/** The setting `<process>/<key>:<private>.<public>`, both halves 32 bytes in base64url. */
export const signingKey: Setting<SigningKey> = {
  says: 'an Ed25519 key as <process>/<key>:<private>.<public>, each 32 bytes in base64url; `secrets` makes one',
  isSecret: true,
  read: (text) => {
    const [, id, process, d, x] = NAMED.exec(text.trim()) ?? [];
    if (id === undefined || process === undefined || d === undefined || x === undefined) return undefined;
    return made(() => ({ id, process, key: createPrivateKey({ key: { ...ED25519, d, x }, format: 'jwk' }) }));
  },
};

/** The setting `<process>/<key>:<public>`, several by commas. */
export const trustedKeys: Setting<TrustedKeys> = {
  says: 'the public Ed25519 keys of the processes as <process>/<key>:<32 bytes in base64url>, by commas',
  read: (text) => {
    const parts = text.split(',').map((part) => trustedKey(part.trim()));
    const known = new Map(parts.filter((part) => part !== undefined));
    return known.size === parts.length ? known : undefined;
  },
};

/** The keys of the feeds, `<service>/<key>:<secret>`, several by commas: one at least of each service. */
export const feedKeys: Setting<readonly FeedKey[]> = {
  says: 'keys of the feeds of all services as <service>/<key>:<32 bytes in base64url>, by commas; `secrets` makes them',
  isSecret: true,
  read: (text) => {
    const keys = text.split(',').map((part) => readFeedKey(part.trim()));
    const known = keys.filter((key) => key !== undefined);
    const isWhole = services.every((service) => known.some((key) => key.service === service));
    return isWhole && known.length === keys.length ? known : undefined;
  },
};

function trustedKey(text: string): [string, TrustedKey] | undefined {
  const [, id, process, x, more] = NAMED.exec(text) ?? [];
  if (id === undefined || process === undefined || x === undefined || more !== undefined) return undefined;
  return made(() => [id, { process, key: createPublicKey({ key: { ...ED25519, x }, format: 'jwk' }) }]);
}

/** What cannot be a key is no value of the setting. */
function made<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Keys made anew, as the settings write them: `SIGNING_KEY` by process, and `TRUSTED_KEYS` for all of them. */
export interface NewKeys {
  readonly signing: ReadonlyMap<string, string>;
  readonly trusted: string;
  /** `FEED_KEYS`, one a service. */
  readonly feed: string;
}

/** A key for each of the processes, and for the feed of each service; `name` tells it from the one before. */
export function newKeys(processes: readonly string[], name: string): NewKeys {
  const pairs = processes.map((process) => {
    const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    return { process, id: `${process}/${name}`, d, x };
  });
  return {
    signing: new Map(pairs.map(({ process, id, d, x }) => [process, `${id}:${d}.${x}`])),
    trusted: pairs.map(({ id, x }) => `${id}:${x}`).join(','),
    feed: services.map((service) => writtenFeedKey(newFeedKey(service, name))).join(','),
  };
}

/** The key of a process that nobody else needs to know: of one that holds its services itself, or of a test. */
export function ownKeys(process: string = NAMES_ACTORS): ProcessKeys {
  const { signing, trusted } = newKeys([process], 'own');
  const keys = { signing: signingKey.read(signing.get(process) ?? ''), trusted: trustedKeys.read(trusted) };
  if (!keys.signing || !keys.trusted) throw new Error('a key that was just made cannot be read');
  return { signing: keys.signing, trusted: keys.trusted };
}
