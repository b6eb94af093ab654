import type { ServiceContext } from '@zhibu/service-kit';
import { contentHash, type RecordedEvent, sha256 } from '@zhibu/kernel';

/**
 * The checkpoint of a draw (draw.md, A reveal that is missed): the chain's value of the first row of this log recorded at or
 * after the deadline; of a store without a chain, the SHA-256 of that event's id, a line end, and its content hash (RFC 8785
 * of type, version, data and metadata). That a reveal is missed is itself a row, so there is one.
 * @param deadline RFC 3339
 */
export async function checkpointAfter(store: ServiceContext['store'], deadline: string): Promise<string> {
  const row = await firstRowFrom(store, Date.parse(deadline));
  if (store.chainAt) {
    const chain = await store.chainAt(row.position);
    if (chain === undefined) throw new Error(`nothing stands in the log at ${row.position}`);
    return chain;
  }
  const { id, type, schemaVersion, data, metadata } = row;
  return sha256(`${id}\n${contentHash({ type, schemaVersion, data, metadata })}`);
}

/** Instants have milliseconds: whatever is not at or before the one before the deadline is at or after it. */
async function firstRowFrom(store: ServiceContext['store'], deadline: number): Promise<RecordedEvent> {
  const before = await store.settle(new Date(deadline - 1).toISOString());
  const [row] = await store.readLog(before, 1);
  if (!row) throw new Error('nothing is recorded since the deadline');
  return row;
}
