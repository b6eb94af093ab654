import { restore } from '@zhibu/event-store';
import { checkBackup } from '../backup/backup-signature.adapter.ts';
import { backupKey, checkOpens } from '../backup/backup-key.adapter.ts';
import { type Given, runCommand } from '../backup/operation.ts';
import { restoredEvidenceWords, restoredKeysWords, restoredWords, trustUsage } from '../backup/vocabulary.ts';
import { exits } from '../operator/fault.ts';

const plan = {
  purpose: 'npm run restore',
  file: true,
  role: 'owner',
  logged: 'restore',
  check: async (asked: Given): Promise<void> => {
    await checkBackup(asked);
    await checkOpens(asked);
  },
  options: { texts: ['key'], flags: ['trust-unsigned'], usage: trustUsage },
} as const;

/**
 * `npm run restore -- FILE [--key FILE | --trust-unsigned] [--data FOLDER]`: fills empty stores from a backup, which the
 * key in `BACKUP_KEY_FILE` opens where it is encrypted. Exit code 0: done; 1: its signature does not fit, or it has none; 3: nothing was restored.
 */
await runCommand(plan, async (scene) => {
  const { stores, tables, say, file } = scene;
  for (const restored of await restore([...stores, ...tables], file, backupKey(scene))) say(restoredWords(restored));
  say(restoredKeysWords);
  say(restoredEvidenceWords);
  return exits.done;
});
