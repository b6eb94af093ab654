import { verifyReceiptBytes } from '@zhibu/draw';
import { readFileSync } from 'node:fs';
import { faults } from '../backup/vocabulary.ts';
import { errorCode } from '../launcher/error-code.ts';
import { type Exit, exits, OperatorFault } from '../operator/fault.ts';
import type { Told } from '../operator/program.adapter.ts';
import { differs, holds } from './vocabulary.ts';

/** Recomputes a draw from its receipt, and says what was recomputed or what differs first. @throws OperatorFault */
export function verify(file: string, { say, complain }: Pick<Told, 'say' | 'complain'>): Exit {
  const found = verifyReceiptBytes(bytesOf(file));
  if (found.holds) say(holds(found.receipt));
  else complain(differs(found.fault));
  return found.holds ? exits.done : exits.notSo;
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new OperatorFault(faults.file(file, errorCode(error)), exits.notDone);
  }
}
