import type { TrustedKeys } from '@zhibu/service-kit';
import { exits, OperatorFault } from '../operator/fault.ts';
import { textOf, write } from './keys.adapter.ts';
import { believedHeads, type LogHeads } from './log-heads.ts';
import { faults } from './vocabulary.ts';

/** Heads that were written before. @throws OperatorFault where the file is none, or not to be believed */
export function headsOf(file: string, trusted: TrustedKeys): LogHeads {
  const found = believedHeads(textOf(file), trusted);
  if (typeof found === 'string') throw new OperatorFault(faults.signed(file, found), exits.notSo);
  return found;
}

/** Writes heads where nothing stands yet: those of an earlier day are what a log is compared with. */
export function writeHeads(file: string, heads: LogHeads): void {
  write(file, `${JSON.stringify(heads, null, 2)}\n`, 0o644);
}
