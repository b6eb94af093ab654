import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The schema lies beside its resolvers in the source tree, which is there in development and in the image alike. */
const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** Every `*.graphql` of the gateway, in SDL. */
export function typeDefinitions(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort();
  return files.map((file) => readFileSync(join(SOURCE, file), 'utf8'));
}
