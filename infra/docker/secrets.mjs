/** Secrets for infra/compose.yaml, made anew at each call: `docker run --rm zhibu secrets > infra/.env`. */
import { randomBytes } from 'node:crypto';

const PASSWORD_BYTES = 24;
const KEY_BYTES = 32;
const passwords = [
  'POSTGRES_PASSWORD',
  ...['OWNER', 'ORGANIZATION', 'ASSESSMENT', 'RECTIFICATION', 'SUPERVISION', 'GATEWAY'].map(
    (name) => `PASSWORD_${name}`,
  ),
];

process.stdout.write('COMPOSE_PROJECT_NAME=zhibu\n');
// Letters, digits, dash and underscore only: they stand in connection strings as they are.
for (const name of passwords) process.stdout.write(`${name}=${randomBytes(PASSWORD_BYTES).toString('base64url')}\n`);
process.stdout.write(
  `ACTOR_KEYS=${new Date().toISOString().slice(0, 10)}:${randomBytes(KEY_BYTES).toString('base64url')}\n`,
);
