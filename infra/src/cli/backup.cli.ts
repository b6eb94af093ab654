import { backup } from '@zhibu/event-store';
import { exits } from '../operator/fault.ts';
import { runCommand } from '../backup/operation.ts';
import { backupWords } from '../backup/vocabulary.ts';

/** `npm run backup -- FILE [--data FOLDER]`: events and log of every service, in one file. Exit code 0: done; 3: not. */
await runCommand({ purpose: 'npm run backup', file: true, role: 'service' }, async ({ stores, say, file }) => {
  const { bytes } = await backup(stores, file);
  say(backupWords(file, bytes));
  return exits.done;
});
