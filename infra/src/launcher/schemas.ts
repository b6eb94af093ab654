import { connect, inTransaction, migrate, provision, type Pool } from '@zhibu/database';
import { eventStoreMigrations } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import {
  accessMigrations,
  accessSchema,
  peopleMigrations,
  peopleSchema,
  prepareReadModel,
  readModelMigrations,
  readModelSchemas,
} from '@zhibu/gateway';
import { fileURLToPath } from 'node:url';
import { serviceDefinitions } from './platform.ts';

/** How to reach a database whose schemas are made: as its superuser, and as each role that is made. */
export interface SchemaAccess {
  /** As a superuser, or as one who may create roles and schemas in their name. */
  readonly adminUrl: string;
  /** What a role is given as its password. */
  readonly password: (role: string) => string;
  /** A schema as its owner, who migrates. */
  readonly url: (schema: string, role: 'owner') => string;
}

/** A schema with the folders of what it is made of. */
interface SchemaPlan {
  readonly schema: string;
  readonly folders: readonly string[];
  /** What the owner makes beside the migrations. */
  readonly prepare?: (owner: Pool) => Promise<void>;
}

/** One schema a service (its store, its feeds' checkpoints, its look-ups), the gateway's read model, and who may log in. */
const plans: readonly SchemaPlan[] = [
  ...serviceDefinitions.map(({ name, migrations }) => ({
    schema: name,
    folders: [eventStoreMigrations, feedMigrations, ...migrations],
  })),
  {
    schema: readModelSchemas.live,
    folders: [feedMigrations, fileURLToPath(readModelMigrations)],
    prepare: prepareReadModel,
  },
  { schema: accessSchema, folders: [fileURLToPath(accessMigrations)] },
  { schema: peopleSchema, folders: [fileURLToPath(peopleMigrations)] },
];

/**
 * Makes every schema with its roles, and applies the migrations that are missing; changes nothing when all is there
 * but the passwords.
 * @throws MigrationMismatch when the database is newer than the program
 */
export async function prepareSchemas(access: SchemaAccess): Promise<void> {
  const admin = connect(access.adminUrl, { schema: 'public', max: 1 });
  try {
    for (const plan of plans) await prepareSchema(admin, plan, access);
    await prepareBuildSchemas(admin);
  } finally {
    await admin.end();
  }
}

async function prepareSchema(
  admin: Pool,
  { schema, folders, prepare }: SchemaPlan,
  { password, url }: SchemaAccess,
): Promise<void> {
  await provision(admin, {
    schema,
    ownerPassword: password(`${schema}_owner`),
    servicePassword: password(`${schema}_service`),
    // Nobody logs in to read who may log in.
    readerPassword: schema === accessSchema ? undefined : password(`${schema}_reader`),
  });
  const owner = connect(url(schema, 'owner'), { schema, max: 1 });
  try {
    await migrate(owner, { schema, serviceRole: `${schema}_service`, folders });
    await prepare?.(owner);
  } finally {
    await owner.end();
  }
}

/** Where a view is built beside the live one, and where the one before is kept. */
async function prepareBuildSchemas(admin: Pool): Promise<void> {
  const { live, build, previous } = readModelSchemas;
  await inTransaction(admin, async (transaction) => {
    for (const schema of [build, previous]) {
      await transaction.query(`CREATE SCHEMA IF NOT EXISTS "${schema}" AUTHORIZATION "${live}_owner"`);
      await transaction.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${live}_service"`);
    }
  });
}
