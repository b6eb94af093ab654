import type { Wording } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import {
  discardParked,
  listParked,
  type OperatorWish,
  type ParkedStream,
  requestRetry,
  type RetryOutcome,
  retryOutcome,
  showParked,
} from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import { setTimeout as wait } from 'node:timers/promises';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { faults, says } from './vocabulary.ts';
import { exits, OperatorFault } from '../operator/fault.ts';
import type { Wish } from './wish.ts';

/** What an operator's wish is granted with. */
export interface Desk {
  /** The schemas that consumers live in. */
  readonly databases: readonly Pool[];
  readonly terminal: Pick<Terminal, 'say' | 'complain'>;
  /** How long a running platform is given to carry out a retry. */
  readonly patienceMs: number;
}

interface Found extends ParkedStream {
  readonly database: Pool;
}

const LOOK_EVERY_MS = 100;

/**
 * Grants a wish. @returns whether all of it was done
 * @throws OperatorFault
 */
export async function grant(wish: Wish, desk: Desk): Promise<boolean> {
  switch (wish.action) {
    case 'list':
      return list(desk);
    case 'show':
      return show(await named(wish, desk), desk);
    case 'retry':
      return retry(await named(wish, desk), wish, desk);
    case 'retry-all':
      return retry(await parked(desk), wish, desk);
    case 'discard':
      return discard(await named(wish, desk), wish, desk);
  }
}

async function parked(desk: Desk, stream?: string): Promise<readonly Found[]> {
  const found = await Promise.all(
    desk.databases.map(async (database) => (await listParked(database, stream)).map((row) => ({ ...row, database }))),
  );
  return found.flat();
}

async function named(
  wish: { readonly stream: string; readonly group: string | undefined },
  desk: Desk,
): Promise<readonly Found[]> {
  const found = (await parked(desk, wish.stream)).filter((row) => wish.group === undefined || row.group === wish.group);
  if (found.length === 0) throw new OperatorFault(faults.notParked(wish.stream), exits.notSo);
  return found;
}

async function list(desk: Desk): Promise<boolean> {
  const rows = await parked(desk);
  if (rows.length === 0) both(desk, says.nothing);
  else desk.terminal.say(says.columns.join('\t'));
  for (const row of rows) {
    desk.terminal.say(
      [row.group, row.service, row.stream, row.since.toISOString(), row.waiting, row.error]
        .map((cell) => plain(String(cell)))
        .join('\t'),
    );
  }
  return true;
}

async function show(rows: readonly Found[], desk: Desk): Promise<boolean> {
  for (const row of rows) {
    both(desk, says.parked({ ...row, since: row.since.toISOString() }));
    desk.terminal.say(plain(row.error));
    for (const event of await showParked(row.database, row, row.stream)) {
      desk.terminal.say(JSON.stringify({ ...event, position: event.position.toString() }, undefined, 2));
    }
  }
  return true;
}

async function retry(rows: readonly Found[], by: OperatorWish, desk: Desk): Promise<boolean> {
  if (rows.length === 0) both(desk, says.nothing);
  const asked: { readonly row: Found; readonly id: string }[] = [];
  for (const row of rows)
    asked.push({
      row,
      id: await requestRetry(row.database, row, { stream: row.stream, actor: by.actor, reason: by.reason }),
    });
  const done: boolean[] = [];
  for (const { row, id } of asked) done.push(await tellOutcome(row, id, desk));
  return done.every(Boolean);
}

async function discard(rows: readonly Found[], by: OperatorWish, desk: Desk): Promise<boolean> {
  const [row, ...others] = rows;
  if (!row) return false;
  if (others.length > 0)
    throw new OperatorFault(
      faults.severalConsumers(
        row.stream,
        rows.map((found) => found.group),
      ),
      exits.wrongUse,
    );
  const { event, left, retryId } = await discardParked(row.database, row, {
    stream: row.stream,
    actor: by.actor,
    reason: by.reason,
  });
  both(desk, says.discarded(nameOf(event), row.group, left));
  return retryId === undefined || tellOutcome(row, retryId, desk);
}

async function tellOutcome(row: Found, id: string, desk: Desk): Promise<boolean> {
  const { outcome, events, detail } = await outcomeOf(row.database, id, desk.patienceMs);
  if (outcome === 'requested') both(desk, says.retryWaits(row.stream, row.group));
  if (outcome === 'failed') both(desk, says.retryFailed(row.stream, row.group, events));
  if (outcome === 'done') both(desk, says.retried(row.stream, row.group, events));
  if (outcome === 'failed' && detail) desk.terminal.complain(plain(detail));
  return outcome === 'done';
}

async function outcomeOf(database: Pool, id: string, patienceMs: number): Promise<RetryOutcome> {
  for (const end = Date.now() + patienceMs; ;) {
    const outcome = await retryOutcome(database, id);
    if (outcome.outcome !== 'requested' || Date.now() > end) return outcome;
    await wait(LOOK_EVERY_MS);
  }
}

const nameOf = (event: RecordedEvent): string => `${event.type} ${event.stream}@${event.revision}`;

function both({ terminal }: Desk, wording: Wording): void {
  terminal.say(wording.zh);
  terminal.say(wording.en);
}

/** One line without control characters: what an error quotes must not steer the terminal. */
const plain = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');
