import { StoreDamaged, type StoreFault } from '../../port.ts';
import type { Connection } from './connection.ts';
import { damaged, StoreAccessDenied } from './errors.ts';
import type { StoredEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';
import { faultIn, gapIn, oddityOf, retentionIn } from './wholeness.ts';

interface Noted {
  readonly stream: string;
}

/**
 * What an administrator did to streams of this service, as far as it is known: from the followed log, which holds
 * tombstones and, under `$$`, the metadata of every stream; from whatever reads or appends; and, since the log is not
 * followed from its start again, from a stream of the adapter's own that names those that were found. Names are the
 * server's.
 */
export class Damages {
  private readonly connection: Connection;
  private readonly names: StreamNames;
  private readonly onFault: (error: unknown) => void;
  private readonly found = new Map<string, StoreDamaged>();
  private readonly told = new Map<string, string>();
  private readonly written = new Set<string>();
  private writing: Promise<void> = Promise.resolve();
  private examining: Promise<void> = Promise.resolve();

  constructor(
    connection: Connection,
    { names, onFault }: { readonly names: StreamNames; readonly onFault: (error: unknown) => void },
  ) {
    this.connection = connection;
    this.names = names;
    this.onFault = onFault;
  }

  /** Looks again at the streams that were found damaged by whoever before; those that were mended are whole again. */
  async load(): Promise<void> {
    for (const { data } of await this.connection.readStream(this.names.damages))
      this.written.add((data as Noted).stream);
    for (const stream of this.written) await this.examine(stream);
    await this.examineOwn();
  }

  /** A stream of names that is limited would forget what was found. */
  private async examineOwn(): Promise<void> {
    const { damages } = this.names;
    const retention = await this.retentionOf(damages);
    this.written.add(damages);
    if (retention !== undefined) this.note(damaged(damages, retention));
  }

  /** What the followed log says of the past is compared with what is. */
  async examined(): Promise<void> {
    await this.examining;
  }

  /** What is known; the streams still damaged. */
  faults(): readonly StoreFault[] {
    return [...this.found].map(([stream, { message }]) => ({ stream, says: message }));
  }

  /** Whether a stream of the domain is known to lack events, or may. */
  get lackEvents(): boolean {
    return [...this.found.keys()].some((stream) => this.names.isOfDomain(stream));
  }

  /** @throws StoreDamaged when a stream is known to be damaged: it is not written to */
  refuse(stream: string): void {
    const found = this.found.get(stream);
    if (found) throw found;
  }

  /**
   * The events of a stream from a revision on.
   * @param known the last revision that this process has seen; -1: none
   * @throws StoreDamaged unless all that was ever written is there
   */
  async read(stream: string, from: number, known: number): Promise<readonly StoredEvent[]> {
    const events = await this.connection.streamFrom(stream, from);
    return events ? this.whole(stream, from, events) : this.absent(stream, Math.max(from - 1, known));
  }

  /** The events of a stretch of a stream, as far as it has come. @throws StoreDamaged when some of them are gone */
  async stretch(stream: string, from: number, count: number): Promise<readonly StoredEvent[]> {
    return this.whole(stream, from, await this.connection.readStream(stream, from, count));
  }

  private whole(stream: string, from: number, events: readonly StoredEvent[]): readonly StoredEvent[] {
    const fault = faultIn(events, from);
    if (fault !== undefined) throw this.note(damaged(stream, fault));
    return events;
  }

  /** An event was passed over by the log; a tombstone, or written by others. */
  passedOver(event: StoredEvent): void {
    if (event.stream.startsWith('$$')) return this.described(event);
    const odd = this.names.isOfDomain(event.stream) ? oddityOf(event) : undefined;
    if (odd !== undefined) this.note(damaged(event.stream, odd));
  }

  /** Notes that a stream is damaged, and says so once. */
  note(error: StoreDamaged): StoreDamaged {
    const { stream } = error;
    if (stream === undefined) return error;
    this.found.set(stream, error);
    if (this.told.get(stream) === error.message) return error;
    this.told.set(stream, error.message);
    this.onFault(error);
    if (!this.written.has(stream)) this.write(stream);
    return error;
  }

  /** A stream was found whole. */
  mended(stream: string): void {
    this.found.delete(stream);
    this.told.delete(stream);
  }

  /**
   * The metadata of a stream was set. It stands still at once, before anything is lost by it; what is said of it waits for
   * what the server has now, since the log tells what was taken back long ago, too.
   */
  private described({ stream: metadataStream, data }: StoredEvent): void {
    const stream = metadataStream.slice('$$'.length);
    if (!this.names.isOfDomain(stream)) return;
    const retention = retentionIn(data);
    if (retention === undefined && !this.found.has(stream)) return;
    const suspected = retention === undefined ? this.found.get(stream) : damaged(stream, retention);
    if (suspected) this.found.set(stream, suspected);
    this.examining = this.examining
      .then(() => this.examine(stream))
      .catch(() => void (suspected && this.note(suspected)));
  }

  /** Whether a stream is whole, by all that the server has of it. */
  private async examine(stream: string): Promise<void> {
    try {
      const events = await this.connection.readStream(stream);
      const fault =
        (await this.retentionOf(stream)) ?? (this.names.isOfDomain(stream) ? faultIn(events, 0) : gapIn(events, 0));
      if (fault === undefined) this.mended(stream);
      else this.note(damaged(stream, fault));
    } catch (error) {
      if (!(error instanceof StoreDamaged)) throw error;
      this.note(error);
    }
  }

  /**
   * None, of a stream that never was. One that was there and is not was deleted, where its metadata says so; else the cluster
   * may have been restored, which the log will tell.
   */
  private async absent(stream: string, known: number): Promise<readonly StoredEvent[]> {
    const found = this.found.get(stream);
    if (known === -1 && !found) return [];
    const retention = await this.retentionOf(stream);
    if (retention !== undefined) throw this.note(damaged(stream, retention));
    throw found ?? damaged(stream, 'it was there and is not');
  }

  /** Undefined also where the user may not read the stream's metadata. */
  private async retentionOf(stream: string): Promise<string | undefined> {
    const described = await this.connection.lastOf(`$$${stream}`).catch((error: unknown) => {
      if (error instanceof StoreAccessDenied) return undefined;
      throw error;
    });
    return described && retentionIn(described.data);
  }

  /** One after the other: an administrator may have deleted thousands. What could not be written, whoever meets it next writes. */
  private write(stream: string): void {
    this.written.add(stream);
    const noted: Noted = { stream };
    this.writing = this.writing
      .then(() => this.connection.note(this.names.damages, 'StreamFoundDamaged', noted).then(() => undefined))
      .catch(() => void this.written.delete(stream));
  }
}
