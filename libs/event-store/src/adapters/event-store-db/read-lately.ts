import type { Appended } from '../../port.ts';
import type { StoredEvent } from './rows.ts';

/** So many events are kept, of the streams read last. */
const KEPT = 4096;

/**
 * What was read of streams just now: a command that its stream knows already is answered with what was read to find that
 * out. What stands at a revision never changes.
 */
export class ReadLately {
  private readonly streams = new Map<string, readonly StoredEvent[]>();
  private count = 0;

  /** Events of a stream, in order, as they were read. */
  saw(stream: string, read: readonly StoredEvent[]): void {
    const [first] = read;
    if (!first) return;
    const before = this.streams.get(stream) ?? [];
    const goesOn = before.at(-1)?.revision === first.revision - 1;
    this.drop(stream, before);
    const events = goesOn ? [...before, ...read] : read;
    this.streams.set(stream, events);
    this.count += events.length;
    this.shorten();
  }

  /** The events of such a stretch, when all of them are here. */
  stretch({ stream, firstRevision, lastRevision }: Appended): readonly StoredEvent[] | undefined {
    const events = this.streams.get(stream) ?? [];
    const begin = firstRevision - (events[0]?.revision ?? 0);
    const found = begin < 0 ? [] : events.slice(begin, begin + lastRevision - firstRevision + 1);
    return found.length === lastRevision - firstRevision + 1 ? structuredClone(found) : undefined;
  }

  forget(): void {
    this.streams.clear();
    this.count = 0;
  }

  private drop(stream: string, events: readonly StoredEvent[]): void {
    if (this.streams.delete(stream)) this.count -= events.length;
  }

  private shorten(): void {
    for (const [stream, events] of this.streams) {
      if (this.count <= KEPT) return;
      this.drop(stream, events);
    }
  }
}
