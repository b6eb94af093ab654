import { connect, type Pool } from '@zhibu/database';
import { existsSync } from 'node:fs';
import { withDatabase } from '../launcher/database.ts';
import { errorCode } from '../launcher/error-code.ts';
import { exits, OperatorFault } from './fault.ts';
import type { Place } from './place.ts';
import { addressOf, type Need, roleUrls, type RoleUrl } from './urls.ts';
import { faults } from './vocabulary.ts';

/** The databases of a place, reached. */
export interface Reached {
  /** The connection string of a role that was asked for. */
  readonly url: (need: Need) => string;
  /** Whether processes are there, or are taken to be there, that carry out what is asked of them. */
  readonly running: boolean;
}

/** A command's way in. */
export interface Entrance {
  readonly place: Place;
  readonly needs: readonly Need[];
  /** As the operator types it; a data folder is held for it. */
  readonly purpose: string;
  /** Whether a data folder that is not there is made: by a restore. */
  readonly makesFolder?: boolean;
}

/**
 * Works on the databases of a place: those of a data folder, the platform running on it or not, or those whose addresses
 * are given.
 * @throws OperatorFault when nobody is there, or not as needed; LaunchFault when a data folder cannot be used
 */
export async function withConnections<Result>(
  { place, needs, purpose, makesFolder = false }: Entrance,
  work: (reached: Reached) => Promise<Result>,
): Promise<Result> {
  if (place.kind === 'folder') {
    if (!makesFolder && !existsSync(place.path)) throw new OperatorFault(faults.neither(place.path), exits.notDone);
    return withDatabase(
      place.path,
      ({ url, running }) => work({ url: ({ schema, role }) => url(schema, role), running }),
      purpose,
    );
  }
  const urls = roleUrls(needs, place.environment);
  for (const one of urls) await knock(one);
  const named = new Map(urls.map(({ schema, role, url }) => [`${schema}_${role}`, url]));
  return work({ url: ({ schema, role }) => named.get(`${schema}_${role}`) ?? '', running: true });
}

/** Works with a pool of one connection onto each schema, as the role that is needed there. */
export async function withPools<Result>(
  { url }: Reached,
  needs: readonly Need[],
  work: (pools: readonly Pool[]) => Promise<Result>,
): Promise<Result> {
  const pools = needs.map((need) => connect(url(need), { schema: need.schema, max: 1, name: 'zhibu-operator' }));
  try {
    return await work(pools);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

/** Codes with which PostgreSQL turns a role or its password away. */
const DENIED = new Set(['28P01', '28000']);

/** Whether a role gets in and finds its schema, before anything is done. @throws OperatorFault */
async function knock({ url, schema, role, passwordFrom }: RoleUrl): Promise<void> {
  const pool = connect(url, { schema, max: 1, name: 'zhibu-operator' });
  try {
    const { rows } = await pool.query<{ there: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS there', [schema]);
    if (!rows[0]?.there) throw new OperatorFault(faults.notProvisioned(addressOf(url), schema), exits.notDone);
  } catch (error) {
    if (error instanceof OperatorFault) throw error;
    const code = errorCode(error);
    if (DENIED.has(code))
      throw new OperatorFault(faults.denied(addressOf(url), `${schema}_${role}`, passwordFrom), exits.notDone);
    const why = code || (error instanceof Error ? error.message : String(error));
    throw new OperatorFault(faults.unreachable(addressOf(url), why), exits.notDone);
  } finally {
    await pool.end();
  }
}
