import type { Pool } from '@zhibu/database';
import { type AccessEntry, AccessLog } from '@zhibu/gateway';

const NOTHING = {
  session: null,
  duty: null,
  document: null,
  subjects: [],
  rows: null,
  asOf: null,
  knownAt: null,
  outcome: 'ok',
  address: 'operator',
  ms: 0,
} as const;

/** What an operator's command did, as the log of accesses has it. */
export type Done = Pick<AccessEntry, 'operation'> & Partial<Omit<AccessEntry, 'at'>>;

/** What a command writes in the log of accesses. */
export const doneByOperator = (done: Done): Omit<AccessEntry, 'at'> => ({
  ...NOTHING,
  person: 'local-operator',
  ...done,
});

/** Logs what a command did and waits until it is written. @param access schema `access` as its service role */
export async function logDone(access: Pool, done: Done): Promise<void> {
  const log = new AccessLog({ access });
  log.write(doneByOperator(done));
  await log.close();
}
