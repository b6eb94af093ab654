import { chainAt, verifyLog } from '@zhibu/event-store';
import { headsOf, writeHeads } from '../backup/heads-file.adapter.ts';
import { keysToBelieve, keyToSign } from '../backup/keys.adapter.ts';
import { type LogHeads, signedHeads } from '../backup/log-heads.ts';
import { type CommandScene, runCommand } from '../backup/operation.ts';
import { faultWords, headsUsage, headWords, verifiedWords, writtenHeadsWords } from '../backup/vocabulary.ts';
import { exits } from '../operator/fault.ts';

const plan = {
  purpose: 'npm run verify-log',
  file: false,
  role: 'service',
  options: { texts: ['write-head', 'head', 'key'], usage: headsUsage },
} as const;

/**
 * `npm run verify-log [-- --data FOLDER]`: whether every log is as it was recorded, and, by a file of heads kept elsewhere,
 * whether it is the same log still. Exit code 0: it is; 1: it is not; 3: not answered.
 */
await runCommand(plan, async (scene) => {
  const { given, say } = scene;
  const [write, compare] = [given.text('write-head'), given.text('head')];
  const before = compare === undefined ? undefined : headsOf(compare, keysToBelieve(scene));
  const key = write === undefined ? undefined : keyToSign(scene);
  const ends = await verified(scene);
  const isSame = before === undefined || (await holds(scene, before));
  if (ends === undefined || !isSame) return exits.notSo;
  if (write !== undefined && key) {
    writeHeads(write, signedHeads(ends, key, new Date()));
    say(writtenHeadsWords(write));
  }
  return exits.done;
});

/** The ends of all logs; undefined where one of them is not intact. */
async function verified({ stores, say }: CommandScene): Promise<Parameters<typeof signedHeads>[0] | undefined> {
  let intact = true;
  const ends: Record<string, { position: bigint; chain: string }> = {};
  for (const { service, pool } of stores) {
    const found = await verifyLog(pool);
    say(verifiedWords(service, found));
    for (const fault of found.faults) say(faultWords(service, fault));
    intact &&= found.intact;
    ends[service] = found.head;
  }
  return intact ? ends : undefined;
}

/** Whether every log still holds the end that it had. */
async function holds({ stores, say }: CommandScene, { at, heads }: LogHeads): Promise<boolean> {
  let all = true;
  for (const { service, pool } of stores) {
    const head = heads[service];
    if (!head || head.position === '0') continue;
    const chain = await chainAt(pool, BigInt(head.position));
    const found = chain === undefined ? 'cut-off' : chain === head.chain ? 'there' : 'another';
    say(headWords(service, { at, position: head.position, found }));
    all &&= found === 'there';
  }
  return all;
}
