import pg from 'pg';
import type { DataFolder } from './data-folder.ts';
import { urlOf } from './postgres.ts';

/** How to reach the database of a data folder. */
export interface Connections {
  /** As the superuser. */
  readonly adminUrl: string;
  /** A schema as its owner (migrates) or as its service (runs). */
  readonly url: (schema: string, role: 'owner' | 'service') => string;
}

const DATABASE = 'zhibu';

/** The connection strings onto the server that runs on a port. */
export function connectionsOn(folder: DataFolder, port: number): Connections {
  return {
    adminUrl: urlOf({ port, role: 'postgres', password: folder.password(), database: DATABASE }),
    url: (schema, role) =>
      urlOf({ port, role: `${schema}_${role}`, password: folder.password(`${schema}_${role}`), database: DATABASE }),
  };
}

/** Makes the database of a new cluster. */
export async function ensureDatabase(folder: DataFolder, port: number): Promise<void> {
  const client = new pg.Client({
    connectionString: urlOf({ port, role: 'postgres', password: folder.password(), database: 'postgres' }),
  });
  await client.connect();
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE}"`);
  } finally {
    await client.end();
  }
}
