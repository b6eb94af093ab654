import { inTransaction, type Pool } from './connection.ts';

export interface SchemaOwner {
  /** The schema; its roles are `<schema>_owner`, `<schema>_service` and `<schema>_reader`, its group `<schema>_writer`. */
  readonly schema: string;
  readonly ownerPassword: string;
  readonly servicePassword: string;
  /** Without it nobody logs in as the reader. */
  readonly readerPassword?: string | undefined;
}

/**
 * Makes a schema with its roles: one that owns it and migrates, one that the service runs as and one that others read as, which
 * may only do what the migrations grant them. No other role may look into it. `<schema>_writer` is a group, for what
 * migrations grant more narrowly: the service is a member, as the owner is of the reader, and a session becomes one by `SET ROLE`.
 * Repeating it changes nothing but the passwords.
 * @param admin a connection that may create roles and schemas
 */
export async function provision(admin: Pool, target: SchemaOwner): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await provisionOnce(admin, target);
    } catch (error) {
      // Roles belong to the whole server: two databases provisioned at once meet in pg_authid.
      if (attempt === 5 || !MEETING_CODES.has((error as { code?: string }).code ?? '')) throw error;
    }
  }
}

const MEETING_CODES = new Set(['XX000', '23505', '42710']);

async function provisionOnce(admin: Pool, target: SchemaOwner): Promise<void> {
  const owner = `${target.schema}_owner`;
  const service = `${target.schema}_service`;
  await inTransaction(admin, async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock(hashtext($1))', ['provision']);
    await ensureRole(transaction, owner, target.ownerPassword);
    await ensureRole(transaction, service, target.servicePassword);
    await transaction.query(`CREATE SCHEMA IF NOT EXISTS "${target.schema}" AUTHORIZATION "${owner}"`);
    await transaction.query(`REVOKE ALL ON SCHEMA "${target.schema}" FROM PUBLIC`);
    await transaction.query(`GRANT USAGE ON SCHEMA "${target.schema}" TO "${service}"`);
    await ensureGroup(transaction, target.schema, { group: `${target.schema}_writer`, member: service });
    await ensureGroup(transaction, target.schema, { group: `${target.schema}_reader`, member: owner });
    if (target.readerPassword !== undefined)
      await ensureRole(transaction, `${target.schema}_reader`, target.readerPassword);
  });
}

async function ensureGroup(
  transaction: Pick<Pool, 'query'>,
  schema: string,
  { group, member }: Readonly<Record<'group' | 'member', string>>,
): Promise<void> {
  const known = await transaction.query<{ is_member: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_auth_members WHERE roleid = pg_roles.oid AND member = $2::regrole) AS is_member
     FROM pg_roles WHERE rolname = $1`,
    [group, member],
  );
  if (known.rowCount === 0) await transaction.query(`CREATE ROLE "${group}"`);
  if (!known.rows[0]?.is_member) await transaction.query(`GRANT "${group}" TO "${member}"`);
  await transaction.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${group}"`);
}

async function ensureRole(transaction: Pick<Pool, 'query'>, role: string, password: string): Promise<void> {
  const known = await transaction.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = known.rowCount === 0 ? 'CREATE' : 'ALTER';
  const literal = await transaction.query<{ quoted: string }>('SELECT quote_literal($1) AS quoted', [password]);
  await transaction.query(`${verb} ROLE "${role}" LOGIN PASSWORD ${literal.rows[0]?.quoted ?? "''"}`);
}
