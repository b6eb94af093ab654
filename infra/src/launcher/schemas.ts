import { type BroughtSchema, connect, inTransaction, migrate, provision, type Pool } from '@zhibu/database';
import { accessSchema, gatewaySchemas, prepareReadModel, readModelSchemas } from '@zhibu/gateway';
import { schemaOf } from '@zhibu/service-kit';
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

interface SchemaPlan extends BroughtSchema {
  /** What the owner makes beside the migrations. */
  readonly prepare?: (owner: Pool) => Promise<void>;
}

/** One schema a service, the gateway's read model, who may log in, and who persons are. */
const plans: readonly SchemaPlan[] = [
  ...serviceDefinitions.map(schemaOf),
  { ...gatewaySchemas.readModel, prepare: prepareReadModel },
  gatewaySchemas.access,
  gatewaySchemas.people,
];

/** What this program brings for each schema of the platform. */
export const broughtSchemas: readonly BroughtSchema[] = plans;

/**
 * Makes every schema with its roles, and applies the migrations that are missing; changes nothing when all is there
 * but the passwords. What newer programs have expanded stays, so that the release before can be installed again.
 * @throws SchemaTooNew when newer programs have contracted a schema; MigrationMismatch when an applied file has changed
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
