import type { Pool } from '@zhibu/database';
import { optional, secret, url } from '@zhibu/service-kit';
import type { WrappingKeys } from '../sealing/wrapping-keys.ts';
import { Directory } from './directory.ts';
import { Keyring } from './keyring.ts';
import { openPeople } from './people-schema.ts';

/** Where the directory of people is; without it references stay references. */
export const peopleSettings = { PEOPLE_DATABASE_URL: optional(secret(url(['postgres:', 'postgresql:']))) };

/** The directory of a process, and its connections, which whoever opened it closes. */
export interface OpenedPeople {
  readonly people: Directory;
  readonly pool: Pool;
}

/** Opens the directory. @param wrapping what wraps the keys of its persons */
export function openedPeople(address: string, wrapping: WrappingKeys): OpenedPeople {
  const pool = openPeople(address);
  return { pool, people: new Directory({ pool, keyring: new Keyring(wrapping) }) };
}
