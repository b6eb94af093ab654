import { verifyLog } from '@zhibu/event-store';
import { faultWords, verifiedWords } from '../backup/vocabulary.ts';
import { exits } from '../operator/fault.ts';
import { runCommand } from '../backup/operation.ts';

/** `npm run verify-log [-- --data FOLDER]`: whether every log is as it was recorded. Exit code 0: it is; 1: it is not; 3: not answered. */
await runCommand({ purpose: 'npm run verify-log', file: false, role: 'service' }, async ({ stores, say }) => {
  let intact = true;
  for (const { service, pool } of stores) {
    const verified = await verifyLog(pool);
    say(verifiedWords(service, verified));
    for (const fault of verified.faults) say(faultWords(service, fault));
    intact &&= verified.intact;
  }
  return intact ? exits.done : exits.notSo;
});
