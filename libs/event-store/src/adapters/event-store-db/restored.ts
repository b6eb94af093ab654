import { CheckpointLost, StoreDamaged } from '../../port.ts';
import type { Connection } from './connection.ts';
import type { Damages } from './damages.ts';
import type { LastEvent } from './log-point.ts';
import { SCAVENGED } from './places.ts';
import { retentionIn } from './wholeness.ts';

/**
 * Whether the log still is the one that this event was followed in. Asked is the place in `$all`: its stream does not show
 * what an administrator deleted. Where a scavenge has removed it from there, too, the server still takes the place, and the
 * stream says so: it was deleted, or begins later, or its metadata says that it may.
 */
export async function standsStill(connection: Connection, { position, eventId, ...at }: LastEvent): Promise<boolean> {
  const standing = await connection.standingAt({ commit: position, prepare: position });
  if (standing !== SCAVENGED) return standing === eventId;
  try {
    const [first] = await connection.readStream(at.stream, 0, 1);
    if (first) return first.revision > at.revision;
  } catch (error) {
    if (error instanceof StoreDamaged) return true;
    throw error;
  }
  const described = await connection.lastOf(`$$${at.stream}`);
  return described !== undefined && retentionIn(described.data) !== undefined;
}

/**
 * Whether a scavenge, and no restored backup, took what stood at a place where nothing of this service stands. A restored
 * log gives its positions anew: there the place lies behind its end, or in the middle of another event, which the server
 * refuses, or holds another's event. Only in a part of the log that was scavenged does the server take any place; so some
 * stream of the service must be known to lack events, too.
 */
export async function wasScavenged(
  { connection, damages }: { readonly connection: Connection; readonly damages: Damages },
  position: bigint,
): Promise<boolean> {
  if (!damages.lackEvents) return false;
  return (await connection.standingAt({ commit: position, prepare: position })) === SCAVENGED;
}

/** What is said when it does not. */
export function lostSince({ eventId, position }: LastEvent): CheckpointLost {
  return new CheckpointLost(
    `event ${eventId} stands at ${position} no more: EventStoreDB was restored to an earlier state; every reader beyond it must be rebuilt`,
  );
}
