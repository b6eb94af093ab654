import { restore } from '@zhibu/event-store';
import { exits } from '../operator/fault.ts';
import { runCommand } from '../backup/operation.ts';
import { restoredWords } from '../backup/vocabulary.ts';

/** `npm run restore -- FILE [--data FOLDER]`: fills empty stores from a backup. Exit code 0: done; 3: nothing was restored. */
await runCommand({ purpose: 'npm run restore', file: true, role: 'owner' }, async ({ stores, say, file }) => {
  for (const restored of await restore(stores, file)) say(restoredWords(restored));
  return exits.done;
});
