import type { Wording } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { Keyring } from '@zhibu/gateway';
import { resolve } from 'node:path';
import { exits, OperatorFault } from '../operator/fault.ts';
import { backUpKeys, restoreKeys } from './keys-file.adapter.ts';
import { faults, type Rotated, says, usage } from './vocabulary.ts';

/** What a wish about the directory is granted with. */
export interface Desk {
  /** Schema `people` as its service role. */
  readonly pool: Pool;
  readonly forget: (personId: string) => Promise<boolean>;
  /** By the keys of the installation. @throws OperatorFault, LaunchFault where they are not there */
  readonly keyring: () => Pick<Keyring, 'opens'>;
  /** Seals anew what an older key of the installation seals. */
  readonly rotate: () => Promise<Rotated>;
  /** Notes in the log of accesses what was done. */
  readonly note: (operation: string, subjects: readonly string[]) => void;
  readonly say: (wording: Wording) => void;
  readonly now: number;
}

/** Grants a wish: `forget PERSON`, `keys-backup FILE`, `keys-restore FILE`, `keys-rotate`. @throws OperatorFault */
export async function grant([action = '', what = '']: readonly string[], desk: Desk): Promise<void> {
  const { pool, say, now, note } = desk;
  if ((what === '') !== (action === 'keys-rotate')) throw new OperatorFault(usage, exits.wrongUse);
  switch (action) {
    case 'forget': {
      const isForgotten = await desk.forget(what);
      if (!isForgotten) throw new OperatorFault(faults.unknown(what), exits.notSo);
      note('people forget', [what]);
      return say(says.removed(what));
    }
    case 'keys-backup': {
      const { count, until } = await backUpKeys(pool, resolve(what), now);
      note('people keys-backup', []);
      return say(says.backedUp(count, what, until));
    }
    case 'keys-restore': {
      const count = await restoreKeys(pool, resolve(what), { keyring: desk.keyring(), now });
      note('people keys-restore', []);
      return say(says.restored(count));
    }
    case 'keys-rotate': {
      const rotated = await desk.rotate();
      note('people keys-rotate', []);
      return say(says.rotated(rotated));
    }
  }
  throw new OperatorFault(usage, exits.wrongUse);
}
