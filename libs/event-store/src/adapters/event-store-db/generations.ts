import type { RecordedEvent } from '@zhibu/kernel';
import { randomUUID } from 'node:crypto';
import { type Checkpoint, checkpointLost } from '../../port.ts';
import type { Connection } from './connection.ts';
import type { Ledger } from './ledger.ts';
import { ownEvent, type StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';
import { sweep } from './sweep.ts';

export interface LogSource {
  readonly connection: Connection;
  readonly names: StreamNames;
  readonly ledger: Ledger;
}

interface Generation {
  readonly id: string;
  /** The end of the log that it took over, when it was made. */
  readonly after: bigint;
}

/** The generations of the store, first to last; the first one is made by whoever opens the store first. */
export async function generationsOf({ connection, names }: LogSource): Promise<readonly [Generation, ...Generation[]]> {
  for (;;) {
    const [first, ...later] = (await connection.readStream(names.generations)).map(generationOf);
    if (first) return [first, ...later];
    await connection.append(names.generations, -1, [generationEvent(0n)]);
  }
}

/** A new generation, from the end of the log on: to be made whenever the cluster was restored from a backup. */
export async function renewGeneration(source: LogSource): Promise<void> {
  const generations = await generationsOf(source);
  await source.ledger.catchUp();
  const after = source.ledger.point.last?.position ?? 0n;
  if (await source.connection.append(source.names.generations, generations.length - 1, [generationEvent(after)]))
    return;
  throw new Error('another process renewed the generation in the same moment');
}

function generationEvent(after: bigint) {
  return ownEvent({ id: randomUUID(), type: 'GenerationBegun', data: { after: String(after) } });
}

function generationOf(event: StoredEvent): Generation {
  return { id: event.id, after: BigInt((event.data as { readonly after: string }).after) };
}

/** The generation now. @throws CheckpointLost when the checkpoint is not of the store's history */
export async function refuseLost(source: LogSource, checkpoint: Checkpoint | undefined): Promise<string> {
  const [generations] = await Promise.all([generationsOf(source), source.ledger.catchUp()]);
  const current = generations.at(-1)?.id ?? generations[0].id;
  if (!checkpoint) return current;
  const why = whyForeign(checkpoint, generations) ?? whyAbsent(checkpoint, await eventAt(source, checkpoint.position));
  if (why !== undefined) throw checkpointLost(checkpoint, why);
  return current;
}

/** A checkpoint of an earlier generation holds as far as that generation was taken over by the next. */
function whyForeign(checkpoint: Checkpoint, generations: readonly Generation[]): string | undefined {
  const known = generations.findIndex(({ id }) => id === checkpoint.generation);
  if (known === -1) return 'the store does not know its generation';
  const next = generations[known + 1];
  if (!next || checkpoint.position <= next.after) return undefined;
  return `the store was restored from a backup that ends at ${next.after}`;
}

function whyAbsent(checkpoint: Checkpoint, event: RecordedEvent | undefined): string | undefined {
  if (!event) return 'nothing stands there';
  return event.id === checkpoint.eventId ? undefined : `event ${event.id} stands there`;
}

/** The event at a position. The server answers errors of many kinds to a place that is none: so it is not asked by position. */
async function eventAt(source: LogSource, position: bigint): Promise<RecordedEvent | undefined> {
  const [event] = await logAfter(source, position - 1n, 1);
  return event?.position === position ? event : undefined;
}

/** Events of the log after a position: from memory while a reader is up to date, else from the nearest mark on. */
export async function logAfter(
  { connection, names, ledger }: LogSource,
  after: bigint,
  limit: number,
): Promise<RecordedEvent[]> {
  const { last } = ledger.point;
  if (!last || after >= last.position || limit < 1) return [];
  if (ledger.recent.covers(after)) return ledger.recent.after(after, limit);
  const from = await ledger.marks.nearest(after);
  const { events, point } = await sweep(connection, names, { from, after, limit, until: last.position });
  ledger.marks.remember(point);
  return events;
}
