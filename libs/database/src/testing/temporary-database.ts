import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connect, type Pool } from '../connection.ts';
import { migrate } from '../migrate.ts';
import { provision } from '../provision.ts';
import { testServerUrl } from './test-server.ts';

/** A database of its own on the PostgreSQL server that the test run started (or was given), dropped at the end. */
export interface TemporaryDatabase {
  readonly name: string;
  /** Superuser connection string onto this database. */
  readonly adminUrl: string;
  readonly urlFor: (role: string, password?: string) => string;
  /** Makes a schema with its roles (password `secret`), applies migrations, and answers a pool as its service role. */
  readonly schema: (name: string, folders: readonly string[], max?: number) => Promise<SchemaUnderTest>;
  readonly drop: () => Promise<void>;
}

export interface SchemaUnderTest {
  readonly service: Pool;
  readonly reader: Pool;
  readonly owner: Pool;
  readonly serviceUrl: string;
  readonly readerUrl: string;
}

/** Makes it on the server at this superuser URL, or on the run's. @throws where there is no server */
export async function temporaryDatabase(at?: string): Promise<TemporaryDatabase> {
  const name = `zhibu_test_${randomBytes(6).toString('hex')}`;
  const server = at ?? (await testServerUrl());
  await onServer(server, `CREATE DATABASE "${name}"`);
  const pools: Pool[] = [];
  const adminUrl = urlOf(server, name);
  const open = (url: string, schema: string, max: number): Pool => {
    const pool = connect(url, { schema, max });
    pools.push(pool);
    return pool;
  };
  const urlFor = (role: string, password = 'secret'): string => urlOf(server, name, { role, password });
  return {
    name,
    adminUrl,
    urlFor,
    schema: async (schema, folders, max = 8) => {
      const admin = open(adminUrl, 'public', 1);
      await provision(admin, { schema, ownerPassword: 'secret', servicePassword: 'secret', readerPassword: 'secret' });
      const owner = open(urlFor(`${schema}_owner`), schema, 2);
      await migrate(owner, { schema, serviceRole: `${schema}_service`, folders });
      const serviceUrl = urlFor(`${schema}_service`);
      const readerUrl = urlFor(`${schema}_reader`);
      return {
        service: open(serviceUrl, schema, max),
        reader: open(readerUrl, schema, max),
        owner,
        serviceUrl,
        readerUrl,
      };
    },
    drop: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await onServer(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

function urlOf(server: string, database: string, login?: { readonly role: string; readonly password: string }): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  if (login) {
    url.username = login.role;
    url.password = login.password;
  }
  return url.toString();
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
