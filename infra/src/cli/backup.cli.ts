import { backup } from '@zhibu/event-store';
import { backupKeyOrNew } from '../backup/backup-key.adapter.ts';
import { signBackup } from '../backup/backup-signature.adapter.ts';
import { runCommand } from '../backup/operation.ts';
import { backupWords, evidenceApartWords, keptApartWords, signedWords, signingUsage } from '../backup/vocabulary.ts';
import { exits } from '../operator/fault.ts';

const plan = {
  purpose: 'npm run backup',
  file: true,
  role: 'service',
  logged: 'backup',
  options: { texts: ['key'], usage: signingUsage },
} as const;

/** `npm run backup -- FILE [--key FILE] [--data FOLDER]`: events and log of every service, accounts and the directory of people without its keys, in one file, encrypted where
 * `BACKUP_KEY_FILE` names a key (made where there is none). Exit code 0: done; 3: not. */
await runCommand(plan, async (scene) => {
  const { stores, tables, say, file } = scene;
  const { bytes } = await backup([...stores, ...tables], file, backupKeyOrNew(scene));
  say(backupWords(file, bytes));
  say(keptApartWords);
  say(evidenceApartWords);
  say(signedWords(await signBackup(scene)));
  return exits.done;
});
