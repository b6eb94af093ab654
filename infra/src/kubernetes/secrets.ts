import { randomBytes } from 'node:crypto';
import { services } from '@zhibu/contracts';
import { accessSchema, peopleSchema, readModelSchemas } from '@zhibu/gateway';
import { newKeys } from '@zhibu/service-kit';
import { OPERATOR } from '../cluster/environment.ts';

const PASSWORD_BYTES = 24;
const TOKEN_BYTES = 32;

/** A key of a Secret, and what it holds: two with one value are told the same. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
  /** The value's own name. */
  readonly value: string;
}

const processes = [...services, 'gateway'];
const readModel = readModelSchemas.live;
const passwordOf = (schema: string): string => `PASSWORD_${schema.toUpperCase()}`;
/** Roles of the database: whoever migrates, those that processes run as, those that they read as. */
const roles = [
  'owner',
  ...services,
  readModel,
  accessSchema,
  peopleSchema,
  ...[...services, readModel].map((schema) => `${schema}_reader`),
].map(passwordOf);

const of = (secret: string, keys: Readonly<Record<string, string>>): readonly SecretKey[] =>
  Object.entries(keys).map(([key, value]) => ({ secret, key, value }));

/** Every key of the Secrets that this platform makes for itself. What others give stands in folders beside them. */
export const secretKeys: readonly SecretKey[] = [
  ...processes.flatMap((name) =>
    of(name, {
      PASSWORD: passwordOf(name),
      KAFKA_PASSWORD: `KAFKA_${passwordOf(name)}`,
      SIGNING_KEY: `SIGNING_KEY_${name.toUpperCase()}`,
    }),
  ),
  ...of('gateway', {
    PASSWORD_READER: passwordOf(`${readModel}_reader`),
    PASSWORD_ACCESS: passwordOf(accessSchema),
    PASSWORD_PEOPLE: passwordOf(peopleSchema),
    OPERATOR_TOKEN: 'OPERATOR_TOKEN',
    PEOPLE_KEY: 'PEOPLE_KEY',
  }),
  ...of('shared-keys', { TRUSTED_KEYS: 'TRUSTED_KEYS', FEED_KEYS: 'FEED_KEYS' }),
  ...of('database-roles', Object.fromEntries(roles.map((name) => [name, name]))),
  ...of('operator', {
    OPERATOR_TOKEN: 'OPERATOR_TOKEN',
    SIGNING_KEY: 'SIGNING_KEY_OPERATOR',
    BACKUP_KEY: 'BACKUP_KEY',
  }),
  ...of('postgres-superuser', { username: 'POSTGRES_USERNAME', password: 'POSTGRES_PASSWORD' }),
  ...of('kafka-administrator', { username: 'KAFKA_ADMINISTRATOR', password: 'KAFKA_ADMINISTRATOR_PASSWORD' }),
];

/** New values, each by its name: letters, digits, dash and underscore where they stand in connection strings as they are. */
export function newValues(now = new Date()): ReadonlyMap<string, string> {
  const { signing, trusted, feed } = newKeys([...processes, OPERATOR], now.toISOString().slice(0, 10));
  const token = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
  const keys = [...signing].map(([name, key]): [string, string] => [`SIGNING_KEY_${name.toUpperCase()}`, key]);
  const made = new Map([
    ...keys,
    ['TRUSTED_KEYS', trusted],
    ['FEED_KEYS', feed],
    ['OPERATOR_TOKEN', token()],
    ['PEOPLE_KEY', token()],
    ['BACKUP_KEY', token()],
    ['POSTGRES_USERNAME', 'postgres'],
    ['KAFKA_ADMINISTRATOR', 'zhibu-administrator'],
  ]);
  for (const { value } of secretKeys)
    if (!made.has(value)) made.set(value, randomBytes(PASSWORD_BYTES).toString('base64url'));
  return made;
}

/** Those that name one another: with one of them there, none is made anew. */
const BOUND = /^(SIGNING_KEY_.*|TRUSTED_KEYS)$/;

/**
 * What each value is to be: what is there stays, what is missing is made.
 * @returns undefined where some of the keys that name one another are there, and others are not
 */
export function completed(
  there: ReadonlyMap<string, string>,
  made: ReadonlyMap<string, string> = newValues(),
): ReadonlyMap<string, string> | undefined {
  const bound = [...made.keys()].filter((name) => BOUND.test(name));
  const known = bound.filter((name) => there.has(name)).length;
  return known === 0 || known === bound.length ? new Map([...made, ...there]) : undefined;
}
