import type { FaultAt } from '@zhibu/kernel';
import { type FaultCode, faultWords } from './vocabulary.ts';

type Wording = FaultAt['problem'];

/** Where a fault is, and what stands there. */
export interface FaultPlace {
  /** A path into the population or the receipt, as programs write it: `bodies[1].nonce`. */
  readonly place: string;
  /** The body, branch, stratum or value that it is about. */
  readonly named?: string;
  /** What was recomputed where something else stands. */
  readonly recomputed?: string;
}

const LONGEST_NAME = 80;

/** Why a population, a commitment or a receipt is not taken: a stable code, the place, and a sentence that says what to do. */
export class DrawFault extends Error {
  override readonly name = 'DrawFault';
  readonly code: FaultCode;
  readonly at: FaultPlace;
  readonly wording: Wording;

  constructor(code: FaultCode, at: FaultPlace) {
    const wording = faultWords[code](shown(at.named ?? at.place), shown(at.recomputed ?? ''));
    super(wording.en);
    this.code = code;
    this.at = at;
    this.wording = wording;
  }
}

/** A value as a sentence shows it: on one line, cut where nobody would read on. */
function shown(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line;
}
