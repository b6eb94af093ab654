import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { exits, OperatorFault } from '../operator/fault.ts';
import { hasKeyToSign, keysToBelieve, keyToSign, textOf, write } from './keys.adapter.ts';
import type { Given } from './operation.ts';
import { believed, signed } from '@zhibu/service-kit';
import { faults } from './vocabulary.ts';

const signature = z.strictObject({
  format: z.literal('zhibu-backup-signature'),
  sha256: z.string(),
  key: z.string(),
  signature: z.string(),
});

/** Beside a backup stands its signature: whoever can write the one cannot make the other. */
const signatureOf = (file: string): string => `${file}.sig`;

/** Signs a backup, where there is a key. @returns the file of the signature; undefined: there is no key */
export async function signBackup(asked: Given): Promise<string | undefined> {
  if (!hasKeyToSign(asked)) return undefined;
  const beside = signatureOf(asked.file);
  const said = { format: 'zhibu-backup-signature' as const, sha256: await hashOf(asked.file) };
  write(beside, `${JSON.stringify(signed(said, keyToSign(asked)), null, 2)}\n`, 0o600);
  return beside;
}

/** Lets through a backup that its signature fits, or one without, where its operator trusts it. @throws OperatorFault */
export async function checkBackup(asked: Given): Promise<void> {
  const { file, given } = asked;
  if (given.flag('trust-unsigned') || !existsSync(file)) return;
  const beside = signatureOf(file);
  if (!existsSync(beside)) throw new OperatorFault(faults.unsigned(file), exits.notSo);
  const found = believed(textOf(beside), signature, keysToBelieve(asked));
  if (typeof found === 'string') throw new OperatorFault(faults.signed(beside, found), exits.notSo);
  if (found.sha256 !== (await hashOf(file))) throw new OperatorFault(faults.signed(file, 'forged'), exits.notSo);
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
