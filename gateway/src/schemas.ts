import { fileURLToPath } from 'node:url';
import type { BroughtSchema } from '@zhibu/database';
import { feedMigrations } from '@zhibu/feed';
import { accessMigrations, accessSchema } from './access/access-schema.ts';
import { peopleMigrations, peopleSchema } from './people/people-schema.ts';
import { readModelMigrations, readModelSchemas } from './read-model.ts';

const brings = (schema: string, ...folders: readonly (string | URL)[]): BroughtSchema => ({
  schema,
  folders: folders.map((folder) => (typeof folder === 'string' ? folder : fileURLToPath(folder))),
});

/** What the gateway brings for each schema that it works on. */
export const gatewaySchemas = {
  readModel: brings(readModelSchemas.live, feedMigrations, readModelMigrations),
  access: brings(accessSchema, accessMigrations),
  people: brings(peopleSchema, peopleMigrations),
} as const;
