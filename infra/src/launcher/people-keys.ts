import { connect } from '@zhibu/database';
import { accessSchema, peopleSchema } from '@zhibu/gateway';
import type { Connections } from './connections.ts';
import type { DataFolder } from './data-folder.ts';

/** What the key of the installation, or a key that it wraps, has sealed in a schema. */
const SEALED = [
  { schema: accessSchema, anything: 'EXISTS (SELECT FROM account WHERE totp_secret IS NOT NULL)' },
  { schema: peopleSchema, anything: 'EXISTS (SELECT FROM person_key) OR EXISTS (SELECT FROM person_field)' },
];

/**
 * The keys of the installation as they lie in a data folder, the newest first. The first one is made where nothing is sealed
 * yet; after that another would open nothing, and whoever shows the right password would meet a fault.
 * @throws LaunchFault where they are gone from a folder in whose database something is sealed
 */
export async function peopleKeysOf(folder: DataFolder, urlOf: Connections['url']): Promise<readonly Buffer[]> {
  if (!folder.hasPeopleKeys && !(await isAnythingSealed(urlOf))) folder.makePeopleKey();
  return folder.peopleKeys();
}

async function isAnythingSealed(urlOf: Connections['url']): Promise<boolean> {
  for (const { schema, anything } of SEALED) {
    const pool = connect(urlOf(schema, 'service'), { schema, max: 1 });
    try {
      const { rows } = await pool.query<{ sealed: boolean }>(`SELECT ${anything} AS sealed`);
      if (rows[0]?.sealed === true) return true;
    } finally {
      await pool.end();
    }
  }
  return false;
}
