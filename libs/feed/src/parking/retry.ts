import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import { backlogOf, recountParked, removeFromBacklog, unpark } from './backlog.ts';
import { lockReaderPosition } from '../consuming/checkpoint.ts';
import { applyInParts, blocks, prepare } from '../consuming/delivery.ts';
import type { FeedConsumer } from '../port.ts';
import { wordsOfError } from '../consuming/status.ts';

interface Request {
  readonly id: string;
  readonly stream: string;
}

interface Outcome {
  readonly outcome: 'done' | 'failed';
  readonly events: number;
  readonly detail?: string;
}

/**
 * Carries out the retries that operators have asked of a consumer, oldest first, each in one transaction that also
 * holds its outcome. The backlog is applied in order: all of it unparks the stream; where an event fails, those before
 * it are applied and gone from the backlog, it and all behind it stay parked, and the retry is `failed`.
 * @throws infrastructure failures; that retry is still asked for, and nothing of it has happened
 */
export async function answerRetries(database: Pool, consumer: FeedConsumer): Promise<void> {
  const asked = await database.query<Request>(
    `SELECT id, stream FROM parked_action WHERE service = $1 AND consumer_group = $2 AND action = 'retry' AND outcome = 'requested'
      ORDER BY requested_at`,
    [consumer.service, consumer.group],
  );
  for (const request of asked.rows) {
    await inTransaction(database, (transaction) => answer(transaction, consumer, request)).catch(
      async (error: unknown) => {
        if (blocks(error)) throw error;
        // Nothing an event did, or it would have been found: the operator is told rather than asked to wait for ever.
        await close(database, request, { outcome: 'failed', events: 0, detail: wordsOfError(error) });
      },
    );
  }
}

async function answer(transaction: Sql, consumer: FeedConsumer, request: Request): Promise<void> {
  await lockReaderPosition(transaction, consumer);
  // Another process of the group may have carried it out while this one waited for the lock.
  const open = await transaction.query(`SELECT 1 FROM parked_action WHERE id = $1 AND outcome = 'requested'`, [
    request.id,
  ]);
  if (open.rowCount === 0) return;
  await close(transaction, request, await reapply(transaction, consumer, request.stream));
}

async function close(sql: Sql, request: Request, { outcome, events, detail }: Outcome): Promise<void> {
  await sql.query(
    'UPDATE parked_action SET outcome = $2, events = $3, detail = $4, finished_at = clock_timestamp() WHERE id = $1',
    [request.id, outcome, events, detail ?? null],
  );
}

async function reapply(transaction: Sql, consumer: FeedConsumer, stream: string): Promise<Outcome> {
  const backlog = await backlogOf(transaction, consumer, stream);
  const { items, blockedBy } = prepare(backlog, consumer);
  if (blockedBy) return { outcome: 'failed', events: 0, detail: `${blockedBy.name}: ${blockedBy.message}` };
  await removeFromBacklog(transaction, consumer, { stream });
  const delivery = { transaction, consumer, parked: new Set<string>(), faults: [] };
  await applyInParts(delivery, items);
  if (!delivery.parked.has(stream)) {
    await unpark(transaction, consumer, stream);
    await recountParked(transaction, consumer);
    return { outcome: 'done', events: backlog.length };
  }
  return { outcome: 'failed', ...(await remains(transaction, consumer, { stream, of: backlog.length })) };
}

async function remains(
  transaction: Sql,
  consumer: FeedConsumer,
  { stream, of }: { readonly stream: string; readonly of: number },
): Promise<{ readonly events: number; readonly detail: string }> {
  const found = await transaction.query<{ error: string; waiting: number }>(
    `SELECT s.error, (SELECT count(*)::int FROM parked_event e
       WHERE e.service = s.service AND e.consumer_group = s.consumer_group AND e.stream = s.stream) AS waiting
       FROM parked_stream s WHERE s.service = $1 AND s.consumer_group = $2 AND s.stream = $3`,
    [consumer.service, consumer.group, stream],
  );
  const [row] = found.rows;
  return { events: of - (row?.waiting ?? 0), detail: row?.error ?? '' };
}
