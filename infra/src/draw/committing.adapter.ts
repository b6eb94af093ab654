import { commitmentOf, FORMAT, isHexOf32, NONCE_BYTES, nonceOf } from '@zhibu/draw';
import { sha256 } from '@zhibu/kernel';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { textOf, write } from '../backup/keys.adapter.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import { faults, says, sealedPage } from './vocabulary.ts';
import type { Told } from '../operator/program.adapter.ts';
import type { Wish } from './wish.ts';

/** Only its owner reads what may not be known before the reveal. */
const OWNER_ONLY = 0o600;
const NAME_DIGITS = 12;

/**
 * Makes a nonce where the person sits, and says its commitment. The nonce is written before the commitment is said, so that
 * none is sent in that nobody can reveal; repeated, the command takes the nonce that is there. Its file says which draw and
 * body it is for: a nonce of another draw is revealed by now, or will be, and would tell this one's. @throws OperatorFault
 */
export function commit(wish: Extract<Wish, { action: 'commit' }>, { say }: Pick<Told, 'say'>): void {
  const { body, page } = wish;
  const populationHash = populationHashOf(wish);
  const file = wish.nonce ?? `nonce-${populationHash.slice(0, NAME_DIGITS)}-${sha256(body).slice(0, NAME_DIGITS)}.txt`;
  const wasThere = existsSync(file);
  const sealedFor = { populationHash, body };
  if (!wasThere) write(file, nonceText(randomBytes(NONCE_BYTES).toString('hex'), sealedFor), OWNER_ONLY);
  const nonce = nonceIn(file, sealedFor);
  const commitment = commitmentOf(Buffer.from(populationHash, 'hex'), body, nonceOf(nonce, body));
  if (page !== undefined) write(page, sealedPage({ body, populationHash, commitment, nonce }), OWNER_ONLY);
  say(wasThere ? says.nonceKept(file) : says.nonceMade(file));
  if (page !== undefined) say(says.page(page));
  say(says.commitment(commitment));
}

/** Of the hash itself, or of the text that was announced, which has to name the body. */
function populationHashOf({ population, body }: { readonly population: string; readonly body: string }): string {
  if (isHexOf32(population)) return population;
  const text = textOf(population);
  const lines = text.split('\n');
  if (lines[0] === FORMAT && lines.includes(`body\t${body}`)) return sha256(text);
  throw new OperatorFault(faults.notAnnounced(population, body), exits.notDone);
}

/** For which draw and body a nonce is. */
interface SealedFor {
  readonly populationHash: string;
  readonly body: string;
}

/** A nonce as it is kept: itself, and in the lines after it what it is for. */
const nonceText = (nonce: string, { populationHash, body }: SealedFor): string =>
  `${nonce}\npopulation\t${populationHash}\nbody\t${body}\n`;

function nonceIn(file: string, sealedFor: SealedFor): string {
  const text = textOf(file);
  const [nonce = ''] = text.split('\n');
  if (!isHexOf32(nonce)) throw new OperatorFault(faults.nonceFile(file), exits.notDone);
  if (text === nonceText(nonce, sealedFor)) return nonce;
  throw new OperatorFault(faults.nonceOfAnotherDraw(file), exits.notDone);
}
