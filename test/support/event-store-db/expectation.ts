import type { ProposedEvent } from './records.ts';
import type { StreamHistory } from './stream-history.ts';

export type ServerExpectation = bigint | 'no-stream' | 'any' | 'exists';
export type ServerAppend =
  | { readonly outcome: 'success'; readonly revision: number; readonly position: bigint }
  | { readonly outcome: 'wrong-expected-version'; readonly current: number }
  | { readonly outcome: 'deleted' }
  | { readonly outcome: 'too-large' };

export interface Standing {
  readonly history: StreamHistory;
  readonly softDeleted: boolean;
}

/**
 * Whether a write may be made, with the server's laxness (`IndexWriter.CheckCommit`):
 *
 * - Idempotence is by event id and stream, and only where the expectation is behind: at the right revision an event is
 *   appended whatever its id; ids known at the expected place are acknowledged without a look at the body, also when they
 *   are only the first of those that were appended together; the same id in another stream is nobody's business
 *   (https://github.com/EventStore/documentation, appending/optimistic-concurrency-and-idempotence; kurrent-io/KurrentDB
 *   issues #1898, #1949, #2274).
 * - A stream that was deleted and not tombstoned takes whoever expects no stream, and goes on behind its last revision.
 *
 * @returns what it is answered; undefined where it is to be written
 */
export function refused(
  { history, softDeleted }: Standing,
  expected: ServerExpectation,
  events: readonly ProposedEvent[],
): ServerAppend | undefined {
  if (history.tombstoned) return { outcome: 'deleted' };
  if (expected === 'exists') return softDeleted ? { outcome: 'deleted' } : existing(history.last);
  if (expected === 'any') return undefined;
  return behind({ history, softDeleted }, expected, events);
}

function existing(current: number): ServerAppend | undefined {
  return current === -1 ? { outcome: 'wrong-expected-version', current } : undefined;
}

function behind(
  { history, softDeleted }: Standing,
  expected: bigint | 'no-stream',
  events: readonly ProposedEvent[],
): ServerAppend | undefined {
  const current = history.last;
  const before = expected === 'no-stream' ? -1 : Number(expected);
  if (before === current) return undefined;
  const known = before < current ? acknowledged(history, before, events) : undefined;
  if (!known && expected === 'no-stream' && softDeleted) return undefined;
  return known ?? { outcome: 'wrong-expected-version', current };
}

function acknowledged(
  { records }: StreamHistory,
  before: number,
  events: readonly ProposedEvent[],
): ServerAppend | undefined {
  const start = records.findIndex(({ revision }) => Number(revision) === before + 1);
  const known = start === -1 ? [] : events.map((_, index) => records[start + index]);
  const last = known.at(-1);
  return last && known.every((record, index) => record?.id === events[index]?.id)
    ? { outcome: 'success', revision: Number(last.revision), position: last.position }
    : undefined;
}
