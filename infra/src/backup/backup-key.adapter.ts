import { existsSync } from 'node:fs';
import { backupKeyOf, newBackupKey, proveBackup } from '@zhibu/event-store';
import { exits, OperatorFault } from '../operator/fault.ts';
import { textOf, write } from './keys.adapter.ts';
import type { Given } from './operation.ts';
import { faults, madeBackupKeyWords } from './vocabulary.ts';

const SETTING = 'BACKUP_KEY_FILE';

/** The key that backups are encrypted with, of the file that is named; undefined: none is, and they are not. @throws OperatorFault */
export function backupKey({ environment }: Given): Buffer | undefined {
  const file = environment[SETTING] ?? '';
  if (file === '') return undefined;
  const key = backupKeyOf(textOf(file));
  if (!key) throw new OperatorFault(faults.key(file), exits.wrongUse);
  return key;
}

/** The same for a backup that is made: a file that is not there yet is written with a new key. */
export function backupKeyOrNew(asked: Given): Buffer | undefined {
  const file = asked.environment[SETTING] ?? '';
  if (file !== '' && !existsSync(file)) {
    write(file, newBackupKey(), 0o600);
    asked.say(madeBackupKeyWords(file));
  }
  return backupKey(asked);
}

/** Lets through a backup that is whole and that the key opens, before a folder is made for it or a store touched. @throws BackupFault */
export const checkOpens = (asked: Given): Promise<void> => proveBackup(asked.file, backupKey(asked));
