import type { RecordedEvent } from '@zhibu/kernel';
import { randomUUID } from 'node:crypto';
import { type Checkpoint, checkpointLost } from '../../port.ts';
import type { Damages } from './damages.ts';
import { damaged } from './errors.ts';
import { logAfter, type ReadSource } from './log-reading.ts';
import { wasScavenged } from './restored.ts';
import { ownEvent, type StoredEvent } from './rows.ts';
import { gapIn } from './wholeness.ts';

export interface LogSource extends ReadSource {
  readonly damages: Damages;
}

interface GenerationData {
  readonly after: string;
  readonly index: number;
}

const GENERATIONS =
  'it holds the generations of the log, without which no reader knows whether it has read this log before';

interface Generation {
  readonly id: string;
  /** The end of the log that it took over, when it was made. */
  readonly after: bigint;
}

interface Generations {
  readonly all: readonly [Generation, ...Generation[]];
  /** That of the last event in their stream. */
  readonly revision: number;
}

/**
 * The generations of the store, first to last; the first one is made by whoever opens the store first.
 * @throws StoreDamaged when some of them are gone: no checkpoint can be judged without
 */
export async function generationsOf({ connection, names, damages }: LogSource): Promise<Generations> {
  for (;;) {
    const stored = await connection.readStream(names.generations);
    const [first, ...later] = stored.filter(({ revision, data }) => (data as GenerationData).index === revision);
    const fault = gapIn(stored, 0) ?? (stored.length > 0 && !first ? 'none of its events is one' : undefined);
    if (fault !== undefined) throw damages.note(damaged(names.generations, `${GENERATIONS}: ${fault}`));
    if (first) {
      damages.mended(names.generations);
      return { all: [generationOf(first), ...later.map(generationOf)], revision: stored.length - 1 };
    }
    await connection.append(names.generations, -1, [generationEvent(0n, 0)]);
  }
}

/** A new generation, from the end of the log on: to be made whenever the cluster was restored from a backup. */
export async function renewGeneration(source: LogSource): Promise<void> {
  const { revision } = await generationsOf(source);
  await source.ledger.catchUp();
  const after = source.ledger.point.last?.position ?? 0n;
  const { connection, names } = source;
  if (await connection.append(names.generations, revision, [generationEvent(after, revision + 1)])) return;
  throw new Error('another process renewed the generation in the same moment');
}

/** With the revision that it was meant for: what the server wrote behind a deleted stream is no generation. */
function generationEvent(after: bigint, index: number) {
  const data: GenerationData = { after: String(after), index };
  return ownEvent({ id: randomUUID(), type: 'GenerationBegun', data });
}

function generationOf(event: StoredEvent): Generation {
  return { id: event.id, after: BigInt((event.data as GenerationData).after) };
}

/** The generation now. @throws CheckpointLost when the checkpoint is not of the store's history */
export async function refuseLost(source: LogSource, checkpoint: Checkpoint | undefined): Promise<string> {
  const [{ all: generations }] = await Promise.all([generationsOf(source), source.ledger.catchUp()]);
  const current = generations.at(-1)?.id ?? generations[0].id;
  if (!checkpoint) return current;
  const why = whyForeign(checkpoint, generations) ?? (await whyAbsent(source, checkpoint));
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

/** A position whose event was deleted and scavenged still holds: what comes after it is what came after it. */
async function whyAbsent(source: LogSource, { position, eventId }: Checkpoint): Promise<string | undefined> {
  const event = await eventAt(source, position);
  if (event) return event.id === eventId ? undefined : `event ${event.id} stands there`;
  return (await wasScavenged(source, position)) ? undefined : 'nothing stands there';
}

/** The event at a position. The server answers errors of many kinds to a place that is none: so it is not asked by position. */
async function eventAt(source: LogSource, position: bigint): Promise<RecordedEvent | undefined> {
  const [event] = await logAfter(source, position - 1n, 1);
  return event?.position === position ? event : undefined;
}
