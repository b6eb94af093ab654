import { status } from '@grpc/grpc-js';
import { setTimeout as sleep } from 'node:timers/promises';
import { type NodeParts, plainRefusal } from './behaviour.ts';
import type { ServerAppend, ServerLog } from './server-log.ts';

/** Server option `CommitTimeoutMs`: so long does a write wait for the nodes that must have it. */
const COMMIT_TIMEOUT_MS = 2_000;

/**
 * Writes with the next flush, and counts what was written. A leader that another has followed commits nothing: whoever asks
 * it is told of a timeout, and the write is lost with what the deposed leader had beyond the others.
 */
export async function committed(
  { log, behaviour, counts, pace }: NodeParts,
  { connection, types }: { readonly connection: string; readonly types: readonly string[] },
  write: (log: ServerLog) => ServerAppend,
): Promise<ServerAppend> {
  if (behaviour.deposedAt !== undefined) {
    await sleep(COMMIT_TIMEOUT_MS);
    throw plainRefusal(status.ABORTED, 'Operation timed out: Commit phase timeout.');
  }
  return pace.flushed(() => {
    const written = write(log);
    if (written.outcome === 'success') counts.wrote(connection, types);
    return written;
  });
}
