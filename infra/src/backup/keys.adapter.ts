import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { newKeys, type SigningKey, signingKey, type TrustedKeys, trustedKeys } from '@zhibu/service-kit';
import { OPERATOR } from '../cluster/environment.ts';
import { errorCode } from '../launcher/error-code.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import type { Given } from './operation.ts';
import { faults, madeKeyWords } from './vocabulary.ts';

/** Of a key as its file and the settings have it: the private half goes, the public one stays. */
const PRIVATE_HALF = /:[\w-]{43}\./;

/** Whether there is a key to sign with. */
export const hasKeyToSign = ({ given, environment }: Given): boolean =>
  given.text('key') !== undefined || (environment['SIGNING_KEY'] ?? '') !== '';

/** The key that heads and backups are signed with: of the file that `--key` names, made where there is none, or SIGNING_KEY. */
export function keyToSign({ given, environment, say }: Given): SigningKey {
  const file = given.text('key');
  if (file === undefined) return readKey(environment['SIGNING_KEY'], 'SIGNING_KEY');
  if (existsSync(file)) return readKey(textOf(file), file);
  const { signing, trusted } = newKeys([OPERATOR], new Date().toISOString().slice(0, 10));
  const text = signing.get(OPERATOR) ?? '';
  write(file, `${text}\n`, 0o600);
  say(madeKeyWords(file, trusted));
  return readKey(text, file);
}

/** The keys that heads and backups are believed by: of the file that `--key` names, whole or its public half, or TRUSTED_KEYS. */
export function keysToBelieve({ given, environment }: Given): TrustedKeys {
  const file = given.text('key');
  const text = file === undefined ? environment['TRUSTED_KEYS'] : textOf(file)?.trim().replace(PRIVATE_HALF, ':');
  if (text === undefined) throw new OperatorFault(faults.noKey('TRUSTED_KEYS'), exits.wrongUse);
  const keys = trustedKeys.read(text);
  if (!keys) throw new OperatorFault(faults.key(file ?? 'TRUSTED_KEYS'), exits.wrongUse);
  return keys;
}

function readKey(text: string | undefined, from: string): SigningKey {
  if (text === undefined) throw new OperatorFault(faults.noKey(from), exits.wrongUse);
  const key = signingKey.read(text);
  if (!key) throw new OperatorFault(faults.key(from), exits.wrongUse);
  return key;
}

/** What a file holds. @throws OperatorFault where it cannot be read */
export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorFault(faults.file(file, errorCode(error)), exits.notDone);
  }
}

/** Writes a file where nothing stands yet. @throws OperatorFault */
export function write(file: string, text: string, mode: number): void {
  try {
    writeFileSync(file, text, { mode, flag: 'wx' });
  } catch (error) {
    throw new OperatorFault(faults.file(file, errorCode(error)), exits.notDone);
  }
}
