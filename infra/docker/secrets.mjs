/** Secrets for infra/compose.yaml, made anew at each call: `docker run --rm zhibu secrets > infra/.env`. */
import { services } from '@zhibu/contracts';
import { randomBytes } from 'node:crypto';

const PASSWORD_BYTES = 24;
const KEY_BYTES = 32;
const passwords = [
  'POSTGRES_PASSWORD',
  ...['owner', ...services, 'gateway'].map((name) => `PASSWORD_${name.toUpperCase()}`),
];

process.stdout.write('COMPOSE_PROJECT_NAME=zhibu\n');
// Letters, digits, dash and underscore only: they stand in connection strings as they are.
for (const name of passwords) process.stdout.write(`${name}=${randomBytes(PASSWORD_BYTES).toString('base64url')}\n`);
process.stdout.write(
  `ACTOR_KEYS=${new Date().toISOString().slice(0, 10)}:${randomBytes(KEY_BYTES).toString('base64url')}\n`,
);
