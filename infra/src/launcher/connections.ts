import pg from 'pg';
import type { DataFolder } from './data-folder.ts';
import { type ServerAddress, urlOf } from './server-address.ts';

/** How to reach the database of a data folder. */
export interface Connections {
  /** As the superuser. */
  readonly adminUrl: string;
  /** A schema as its owner (migrates), as its service (runs), or as its reader. */
  readonly url: (schema: string, role: SchemaRole) => string;
}

/** A role of a schema, `<schema>_<role>`. */
export type SchemaRole = 'owner' | 'service' | 'reader';

const DATABASE = 'zhibu';

/** The connection strings onto the server at an address. */
export function connectionsOn(folder: DataFolder, address: ServerAddress): Connections {
  return {
    adminUrl: urlOf({ address, role: 'postgres', password: folder.password(), database: DATABASE }),
    url: (schema, role) =>
      urlOf({ address, role: `${schema}_${role}`, password: folder.password(`${schema}_${role}`), database: DATABASE }),
  };
}

/** Makes the database of a new cluster. */
export async function ensureDatabase(folder: DataFolder, address: ServerAddress): Promise<void> {
  const client = new pg.Client({
    connectionString: urlOf({ address, role: 'postgres', password: folder.password(), database: 'postgres' }),
  });
  await client.connect();
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE}"`);
  } finally {
    await client.end();
  }
}
