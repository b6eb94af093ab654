import { connect, inTransaction, migrate, provision, type Pool } from '@zhibu/database';
import { eventStoreMigrations } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import { readModelMigrations, readModelSchemas } from '@zhibu/gateway';
import { fileURLToPath } from 'node:url';
import type { Connections } from './connections.ts';
import type { DataFolder } from './data-folder.ts';
import { serviceDefinitions } from './platform.ts';

/** A schema with the folders of what it is made of. */
interface SchemaPlan { readonly schema: string; readonly folders: readonly string[] }

/** One schema a service (its store, its feeds' checkpoints, its look-ups) and the gateway's read model. */
const plans: readonly SchemaPlan[] = [
  ...serviceDefinitions.map(({ name, migrations }) => ({ schema: name, folders: [eventStoreMigrations, feedMigrations, ...migrations] })),
  { schema: readModelSchemas.live, folders: [feedMigrations, fileURLToPath(readModelMigrations)] },
];

/**
 * Makes every schema with its roles, and applies the migrations that are missing; changes nothing when all is there.
 * @throws MigrationMismatch when the database is newer than the program
 */
export async function prepareSchemas(folder: DataFolder, connections: Connections): Promise<void> {
  const admin = connect(connections.adminUrl, { schema: 'public', max: 1 });
  try {
    for (const plan of plans) await prepareSchema(admin, plan, { folder, connections });
    await prepareBuildSchemas(admin);
  } finally {
    await admin.end();
  }
}

async function prepareSchema(
  admin: Pool, { schema, folders }: SchemaPlan, { folder, connections }: { readonly folder: DataFolder; readonly connections: Connections },
): Promise<void> {
  await provision(admin, { schema, ownerPassword: folder.password(`${schema}_owner`), servicePassword: folder.password(`${schema}_service`) });
  const owner = connect(connections.url(schema, 'owner'), { schema, max: 1 });
  try {
    await migrate(owner, { schema, serviceRole: `${schema}_service`, folders });
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
