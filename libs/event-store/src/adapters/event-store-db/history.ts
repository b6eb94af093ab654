import { EventIdReused } from '../../port.ts';
import type { Damages } from './damages.ts';
import { Lately } from './lately.ts';
import type { StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';

/** Streams whose ids are at hand: those that were read, and so are about to be appended to. */
const STREAMS = 1000;
/** Ids seen last in the whole log: an id of another stream is known so far back. */
const IDS = 16_384;

export interface KnownStream {
  /** -1: it does not exist. */
  revision: number;
  readonly ids: Set<string>;
}

/**
 * Which ids a stream has. The server appends a known id again when the revision is right, and compares no bodies: so the
 * ids are looked up before. What stands at or before a revision never changes, so knowing it once is enough.
 */
export class History {
  private readonly damages: Damages;
  private readonly names: StreamNames;
  private readonly streams = new Lately<string, KnownStream>(STREAMS);
  private readonly byId = new Lately<string, string>(IDS);

  constructor(damages: Damages, names: StreamNames) {
    this.damages = damages;
    this.names = names;
  }

  /** @throws EventIdReused when one of the ids was seen in another stream lately */
  refuseElsewhere(stream: string, ids: readonly string[]): void {
    for (const id of ids) {
      const other = this.byId.get(id);
      if (other !== undefined && other !== stream)
        throw new EventIdReused(`${stream}: event id ${id} is known in ${other}`);
    }
  }

  /** The ids of a stream, at least up to a revision if it has come so far. */
  async upTo(stream: string, revision: number): Promise<KnownStream> {
    const known = this.streams.get(stream);
    if (known ? known.revision >= revision : revision === -1) return known ?? { revision: -1, ids: new Set() };
    return this.now(stream);
  }

  /** The ids of a stream as it is now. */
  async now(stream: string): Promise<KnownStream> {
    await this.read(stream, (this.streams.get(stream)?.revision ?? -1) + 1);
    return this.streams.get(stream) ?? { revision: -1, ids: new Set() };
  }

  /** Reads a stream from a revision on. @throws StoreDamaged unless all is there that ever was */
  async read(stream: string, from: number): Promise<readonly StoredEvent[]> {
    const known = this.streams.get(stream)?.revision ?? -1;
    const events = await this.damages.read(this.names.of(stream), from, known);
    this.saw(stream, events);
    return events;
  }

  /** Events of a stream were read or appended, in order. */
  saw(stream: string, events: readonly { readonly id: string; readonly revision: number }[]): void {
    const [first] = events;
    if (!first) return;
    const known = this.streams.get(stream) ?? { revision: -1, ids: new Set<string>() };
    if (first.revision > known.revision + 1) return;
    for (const { id, revision } of events) {
      known.ids.add(id);
      known.revision = Math.max(known.revision, revision);
      this.sawId(id, stream);
    }
    this.streams.keep(stream, known);
  }

  /** An event of the log went by. */
  sawId(id: string, stream: string): void {
    this.byId.keep(id, stream);
  }

  forget(): void {
    this.streams.forget();
    this.byId.forget();
  }
}
