import type { Wording } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { EventStore } from '@zhibu/event-store';
import { type AccessLog, type ChainedEntry, entriesOf, verifiedBySeals } from '@zhibu/gateway';
import { dayOf } from '@zhibu/kernel';
import type { SigningKey } from '@zhibu/service-kit';
import { type Exit, exits } from '../operator/fault.ts';
import { doneByOperator } from './by-operator.ts';
import { exportAccesses } from './export.adapter.ts';
import { says } from './vocabulary.ts';
import type { Wish } from './wish.ts';

/** What a wish about the log of accesses is granted with. */
export interface Desk {
  /** Schema `access` as a member of its reader. */
  readonly reader: Pool;
  /** The same as its owner, who may drop a month. */
  readonly owner: Pool;
  /** Where the use itself is logged. */
  readonly log: Pick<AccessLog, 'write'>;
  /** The store of Organization, opened when it is asked. */
  readonly store: () => Promise<EventStore>;
  /** The key that an export is signed with, taken when it is. */
  readonly key: () => SigningKey;
  readonly line: (text: string) => void;
  readonly say: (wording: Wording) => void;
  readonly now: number;
}

/** Grants a wish, and logs that it was granted. */
export async function grant(wish: Wish, desk: Desk): Promise<Exit> {
  const begun = performance.now();
  const { exit, rows } = await granted(wish, desk);
  const { by, filter, action } = wish;
  desk.log.write(
    doneByOperator({
      person: by,
      operation: `access-log ${action}`,
      subjects: [filter.person, filter.subject].filter((one) => one !== undefined),
      rows,
      outcome: exit === exits.done ? 'ok' : 'not so',
      ms: Math.round(performance.now() - begun),
    }),
  );
  return exit;
}

interface Granted {
  readonly exit: Exit;
  readonly rows: number;
}

async function granted(wish: Wish, desk: Desk): Promise<Granted> {
  switch (wish.action) {
    case 'find':
      return find(wish, desk);
    case 'verify':
      return verify(desk);
    case 'export': {
      const by = { ...wish, at: new Date(desk.now), key: desk.key() };
      const rows = await exportAccesses(wish.file, entriesOf(desk.reader, wish.filter), by);
      desk.say(says.exported(wish.file, rows));
      return { exit: exits.done, rows };
    }
    case 'drop':
      return drop(wish.before, desk);
  }
}

async function find({ filter }: Wish, { reader, line }: Desk): Promise<Granted> {
  let rows = 0;
  line(says.columns.join('\t'));
  for await (const entry of entriesOf(reader, filter)) {
    line(lineOf(entry));
    rows += 1;
  }
  return { exit: exits.done, rows };
}

const lineOf = ({ at, person, duty, operation, subjects, rows, outcome, address, ms }: ChainedEntry): string =>
  [at.toISOString(), person, duty ?? '', operation, subjects.join(' '), rows ?? '', outcome, address, ms].join('\t');

async function verify({ reader, store, say, now }: Desk): Promise<Granted> {
  const organization = await store();
  const found = await verifiedBySeals(entriesOf(reader), (name) => organization.readStream(name), dayOf(now));
  say(says.verified(found));
  for (const fault of found.faults) say(says.fault(fault));
  if (found.faults.length > 0) return { exit: exits.notSo, rows: found.entries };
  say(says.whole);
  return { exit: exits.done, rows: found.entries };
}

const PARTITION = /^access_log_(\d{4})_(\d{2})$/;

async function drop(before: string, { owner, say }: Desk): Promise<Granted> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'access_log'::regclass ORDER BY relname`,
  );
  const months = rows.flatMap(({ name }) => {
    const [, year, month] = PARTITION.exec(name) ?? [];
    return year !== undefined && month !== undefined && `${year}-${month}` < before ? [`${year}-${month}`] : [];
  });
  for (const month of months) await owner.query(`DROP TABLE access_log_${month.replace('-', '_')}`);
  say(says.dropped(months));
  return { exit: exits.done, rows: months.length };
}
