import { randomUUID } from 'node:crypto';
import { refused, type ServerAppend, type ServerExpectation, type Standing } from './expectation.ts';
import { firstShown, isSoftDeleted, METADATA_OF_METADATA, metadataIn, type StreamMetadata } from './limits.ts';
import { firstAt, LARGEST_REVISION, METADATA, metadataStreamOf, type ProposedEvent } from './records.ts';
import { type ServerRecord, TOMBSTONE } from './records.ts';
import { kept } from './scavenging.ts';
import { StreamHistory } from './stream-history.ts';

export type { ServerAppend, ServerExpectation } from './expectation.ts';
export type { ProposedEvent, ServerRecord } from './records.ts';

/** Server option `MaxAppendSize`, 1 MiB unless set (https://developers.eventstore.com/server/v23.10/configuration.html). */
const MAX_APPEND_BYTES = 1024 * 1024;

/** What a reader of a stream finds: its records from an index on. */
export type Shown =
  | { readonly found: 'nothing' }
  | { readonly found: 'tombstone' }
  | { readonly found: 'stream'; readonly records: readonly ServerRecord[]; readonly first: number };

/**
 * The log that all nodes share.
 *
 * - What may be written says `expectation.ts`; what metadata hides from readers of a stream, `limits.ts`.
 * - Positions are offsets of bytes in a log that others write to as well: ordered, far apart, and not to be counted.
 * - `created` is the leading node's clock: it goes back when another one leads.
 */
export class ServerLog {
  records: ServerRecord[] = [];
  /** The clock of the node that leads. */
  clock: () => number = Date.now;
  maxAppendBytes = MAX_APPEND_BYTES;
  private readonly streams = new Map<string, StreamHistory>();
  private readonly listeners = new Set<() => void>();
  private readonly scavenged = new Set<bigint>();
  private end = 0n;

  constructor() {
    // A new cluster is not an empty one: its own users and settings come first.
    for (const stream of ['$users', '$user-admin', '$settings']) this.append(stream, 'any', [eventOf('$system', '{}')]);
  }

  append(stream: string, expected: ServerExpectation, events: readonly ProposedEvent[]): ServerAppend {
    if (sizeOf(events) > this.maxAppendBytes) return { outcome: 'too-large' };
    const standing = this.standing(stream);
    const refusal = refused(standing, expected, events);
    if (refusal) return refusal;
    const before = standing.history.last;
    const written = events.map((event) => this.write(stream, event));
    // Written to again, a deleted stream begins behind what was deleted.
    if (standing.softDeleted) this.setMetadata(stream, { $tb: before + 1 });
    this.tell();
    return { outcome: 'success', revision: before + written.length, position: written.at(-1)?.position ?? -1n };
  }

  /** A deletion that may be undone: metadata says that nothing is shown; the events stay in `$all` until a scavenge. */
  delete(stream: string, expected: ServerExpectation): ServerAppend {
    const refusal = refused(this.standing(stream), expected, []);
    if (refusal) return refusal;
    const { revision, position } = this.write(
      metadataStreamOf(stream),
      eventOf(METADATA, `{"$tb":${LARGEST_REVISION}}`),
    );
    this.tell();
    return { outcome: 'success', revision: Number(revision), position };
  }

  /** A deletion for good, told by an event in the stream: nobody writes under this name again. */
  tombstone(stream: string, expected: ServerExpectation): ServerAppend {
    const standing = this.standing(stream);
    const refusal = refused(standing, expected, []);
    if (refusal) return refusal;
    const { position } = this.write(stream, { ...eventOf(TOMBSTONE, ''), contentType: 'application/octet-stream' });
    this.tell();
    return { outcome: 'success', revision: standing.history.last, position };
  }

  /** As an administrator sets it, whatever stood there. */
  setMetadata(stream: string, metadata: StreamMetadata): void {
    this.append(metadataStreamOf(stream), 'any', [eventOf(METADATA, JSON.stringify(metadata))]);
  }

  /** Removes for good what no reader of a stream is shown; places stay what they were. */
  scavenge(): void {
    for (const [name, history] of this.streams) {
      const { stays, goes } = kept(history, firstShown(history, this.metadataOf(name), this.clock()));
      history.records = stays;
      for (const { position } of goes) this.scavenged.add(position);
    }
    this.records = this.records.filter(({ position }) => !this.scavenged.has(position));
  }

  /** All that the log holds of a stream, shown or not; undefined when nobody ever wrote to it. */
  stream(name: string): readonly ServerRecord[] | undefined {
    return this.streams.get(name)?.records;
  }

  /** What a reader of a stream is shown. */
  shown(name: string): Shown {
    const { history, softDeleted } = this.standing(name);
    if (history.tombstoned) return { found: 'tombstone' };
    if (history.last === -1 || softDeleted) return { found: 'nothing' };
    const from = firstShown(history, this.metadataOf(name), this.clock());
    return { found: 'stream', records: history.records, first: firstAt(history.records, from, revisionOf) };
  }

  /** What was last said of a stream: its metadata. */
  metadataOf(name: string): StreamMetadata {
    if (name.startsWith('$$')) return METADATA_OF_METADATA;
    return metadataIn(this.streams.get(metadataStreamOf(name))?.records.at(-1));
  }

  /** Whether a record stands at a place, or stood before a scavenge: the server takes no other place to read from. */
  isPlace(position: bigint): boolean {
    return this.scavenged.has(position) || this.records[firstAt(this.records, position)]?.position === position;
  }

  /** Calls back after every write; gives the way to end it. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** As an operator restores yesterday's files: what came after is gone, and positions are given again. */
  restoreTo(position: bigint): void {
    this.records.splice(firstAt(this.records, position + 1n));
    this.end = (this.records.at(-1)?.position ?? 0n) + 200n;
    for (const place of this.scavenged) if (place > position) this.scavenged.delete(place);
    this.streams.clear();
    for (const record of this.records) this.historyOf(record.stream).add(record);
  }

  private standing(name: string): Standing {
    return {
      history: this.streams.get(name) ?? new StreamHistory(),
      softDeleted: isSoftDeleted(this.metadataOf(name)),
    };
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private write(stream: string, event: ProposedEvent): ServerRecord {
    const history = this.historyOf(stream);
    const revision = event.type === TOMBSTONE ? LARGEST_REVISION : BigInt(history.last + 1);
    const record = { ...event, stream, revision, position: this.end, created: this.clock() };
    this.end += BigInt(120 + 2 * stream.length + event.data.length + event.customMetadata.length);
    history.add(record);
    this.records.push(record);
    return record;
  }

  private historyOf(name: string): StreamHistory {
    const history = this.streams.get(name) ?? new StreamHistory();
    this.streams.set(name, history);
    return history;
  }
}

function revisionOf({ revision }: ServerRecord): bigint {
  return revision;
}

function sizeOf(events: readonly ProposedEvent[]): number {
  return events.reduce(
    (sum, { type, data, customMetadata }) => sum + type.length + data.length + customMetadata.length,
    0,
  );
}

function eventOf(type: string, data: string): ProposedEvent {
  const none = new Uint8Array();
  return { id: randomUUID(), type, contentType: 'application/json', data: Buffer.from(data), customMetadata: none };
}
