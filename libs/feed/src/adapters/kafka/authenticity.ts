import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type ServiceName, services } from '@zhibu/contracts';
import type { IHeaders, Message } from 'kafkajs';

/** A key with which a service authenticates what it carries to its topic. */
export interface FeedKey {
  readonly service: ServiceName;
  /** Tells it from the service's other keys, while one takes another's place. */
  readonly name: string;
  /** 32 random bytes. */
  readonly secret: Buffer;
}

const BYTES = 32;
const WRITTEN = /^([a-z]+)\/([\w.-]{1,64}):([\w-]{43})$/;
const MAC = /^([\w.-]{1,64}):([\w-]{43})$/;

/** Everything that a reader believes of a message, in this order; its value comes behind. */
const COVERED = [
  'ce_specversion',
  'ce_id',
  'ce_source',
  'ce_type',
  'ce_time',
  'ce_subject',
  'ce_seq',
  'ce_previous',
  'ce_generation',
  'ce_revision',
  'ce_schemaversion',
] as const;

/** A new key of a service. */
export const newFeedKey = (service: ServiceName, name: string): FeedKey => ({
  service,
  name,
  secret: randomBytes(BYTES),
});

/** A key as the setting `FEED_KEYS` has it: `<service>/<name>:<32 bytes in base64url>`. */
export const writtenFeedKey = ({ service, name, secret }: FeedKey): string =>
  `${service}/${name}:${secret.toString('base64url')}`;

/** Reads {@link writtenFeedKey}; undefined: it is none. */
export function readFeedKey(text: string): FeedKey | undefined {
  const [, of, name, secret] = WRITTEN.exec(text) ?? [];
  const service = services.find((known) => known === of);
  if (!service || name === undefined || secret === undefined) return undefined;
  return { service, name, secret: Buffer.from(secret, 'base64url') };
}

/**
 * A message with `ce_mac`: HMAC-SHA-256 over all that a reader believes. The broker is transport and no authority: whoever
 * may write to a topic but has no key of its owner puts nothing into anybody's read model.
 */
export function authenticated(message: Message, key: FeedKey): Message {
  const mac = macOf(message, key).toString('base64url');
  return { ...message, headers: { ...message.headers, ce_mac: `${key.name}:${mac}` } };
}

/** A message as it comes from the broker. */
interface Carried {
  readonly headers?: IHeaders | undefined;
  readonly value: Buffer | null;
}

/** Whether a message was authenticated by one of its owner's keys. */
export function isAuthentic(message: Carried, keys: readonly FeedKey[]): boolean {
  const [, name, mac] = MAC.exec(textOf(message.headers?.['ce_mac'])) ?? [];
  const key = keys.find((known) => known.name === name);
  if (!key || mac === undefined) return false;
  const told = Buffer.from(mac, 'base64url');
  return told.length === BYTES && timingSafeEqual(told, macOf(message, key));
}

/** The names stand in JSON, which says where each of them ends. */
function macOf({ headers = {}, value }: Carried | Message, { secret }: FeedKey): Buffer {
  const told = COVERED.map((name) => textOf(headers[name]));
  return createHmac('sha256', secret)
    .update(JSON.stringify(told))
    .update(value ?? '')
    .digest();
}

/** A header that is there twice says nothing. */
const textOf = (value: NonNullable<Message['headers']>[string]): string =>
  value === undefined || Array.isArray(value) ? '' : value.toString();
