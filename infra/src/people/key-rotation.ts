import type { Pool } from '@zhibu/database';
import { Keyring, OneTimeSecrets, peopleKeys, WrappingKeys } from '@zhibu/gateway';
import { DataFolder } from '../launcher/data-folder.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import type { Place } from '../operator/place.ts';
import { faults, type Rotated } from './vocabulary.ts';

/** What is sealed by the key of the installation. */
export interface SealedPools {
  /** Schemas `people` and `access` as their service roles. */
  readonly people: Pool;
  readonly access: Pool;
}

/**
 * The keys of the installation, the newest first.
 * @throws LaunchFault where a data folder lacks them; OperatorFault where none is set
 */
export function keysOfInstallation(place: Place): readonly Buffer[] {
  if (place.kind === 'folder') return DataFolder.open(place.path).peopleKeys();
  const keys = peopleKeys.read(place.environment['PEOPLE_KEY'] ?? '') ?? [];
  if (keys.length === 0) throw new OperatorFault(faults.noKey, exits.wrongUse);
  return keys;
}

/**
 * Seals by the newest key of the installation what an older one still seals. A data folder is given a new key, and keeps
 * both until all is sealed anew: what was interrupted goes on. Processes are told the new key before the old one first.
 * @throws OperatorFault where a platform runs on the folder, which knows the old key alone, or one key alone is set
 */
export async function rotateKeys(
  { place, running }: { readonly place: Place; readonly running: boolean },
  pools: SealedPools,
): Promise<Rotated> {
  if (place.kind === 'urls') {
    const keys = keysOfInstallation(place);
    if (keys.length < 2) throw new OperatorFault(faults.oneKey, exits.wrongUse);
    return { ...(await sealedAnew(keys, pools)), isOldGone: false };
  }
  if (running) throw new OperatorFault(faults.running, exits.notDone);
  const folder = DataFolder.open(place.path);
  if (folder.peopleKeys().length === 1) folder.addPeopleKey();
  const sealed = await sealedAnew(folder.peopleKeys(), pools);
  folder.keepNewestPeopleKey();
  return { ...sealed, isOldGone: true };
}

async function sealedAnew(
  keys: readonly Buffer[],
  { people, access }: SealedPools,
): Promise<Omit<Rotated, 'isOldGone'>> {
  const wrapping = new WrappingKeys(keys);
  const persons = await new Keyring(wrapping).rewrap(people);
  return { persons, accounts: await new OneTimeSecrets(wrapping).rewrap(access) };
}
