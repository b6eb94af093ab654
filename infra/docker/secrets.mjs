/** Secrets for infra/compose.yaml, made anew at each call: `docker run --rm zhibu secrets > infra/.env`. */
import { services } from '@zhibu/contracts';
import { newKeys } from '@zhibu/service-kit';
import { randomBytes } from 'node:crypto';

const PASSWORD_BYTES = 24;
const TOKEN_BYTES = 32;
const passwords = [
  'POSTGRES_PASSWORD',
  ...[
    'owner',
    ...services,
    'gateway',
    'access',
    'people',
    ...[...services, 'gateway'].map((name) => `${name}_reader`),
  ].map((name) => `PASSWORD_${name.toUpperCase()}`),
  ...[...services, 'gateway'].map((name) => `KAFKA_PASSWORD_${name.toUpperCase()}`),
];

process.stdout.write('COMPOSE_PROJECT_NAME=zhibu\n');
// Letters, digits, dash and underscore only: they stand in connection strings as they are.
for (const name of passwords) process.stdout.write(`${name}=${randomBytes(PASSWORD_BYTES).toString('base64url')}\n`);
const { signing, trusted, feed } = newKeys([...services, 'gateway', 'operator'], new Date().toISOString().slice(0, 10));
for (const [name, key] of signing) process.stdout.write(`SIGNING_KEY_${name.toUpperCase()}=${key}\n`);
process.stdout.write(`OPERATOR_TOKEN=${randomBytes(TOKEN_BYTES).toString('base64url')}\n`);
process.stdout.write(`PEOPLE_KEY=${randomBytes(TOKEN_BYTES).toString('base64url')}\n`);
process.stdout.write(`TRUSTED_KEYS=${trusted}\n`);
process.stdout.write(`FEED_KEYS=${feed}\n`);
