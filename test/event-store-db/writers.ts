import type { EventStore } from '@zhibu/event-store';
import { anEvent } from '@zhibu/event-store/testing';
import type { NewEvent } from '@zhibu/kernel';
import { aStream } from './opened.ts';

const AGAIN_MS = 30;

/** What one writer was told of its stream: the ids that were acknowledged, in order, and what it asked last. */
export interface Written {
  readonly stream: string;
  readonly acknowledged: readonly string[];
  /** Its answer did not come: it may stand, once. */
  readonly pending: string | undefined;
}

/** Writes to streams of its own, one writer a store, until stopped; what fails is repeated as it was until it is acknowledged. */
export class Writers {
  /** Errors by name, as a client saw them. */
  readonly errors: string[] = [];
  private readonly writers: (Written & { acknowledged: string[]; pending: string | undefined })[];
  private readonly done: Promise<unknown>;
  private stopped = false;

  constructor(stores: readonly EventStore[]) {
    this.writers = stores.map(() => ({ stream: aStream(), acknowledged: [], pending: undefined }));
    this.done = Promise.all(stores.map((store, index) => this.write(store, index)));
  }

  /** The fewest that one of them was acknowledged. */
  get fewest(): number {
    return Math.min(...this.writers.map(({ acknowledged }) => acknowledged.length));
  }

  async stop(): Promise<readonly Written[]> {
    this.stopped = true;
    await this.done;
    return this.writers;
  }

  private async write(store: EventStore, index: number): Promise<void> {
    const writer = this.writers[index];
    while (writer && !this.stopped) {
      const event = anEvent();
      writer.pending = event.id;
      while (!this.stopped && !(await this.acknowledged(store, writer, event)))
        await new Promise((resolve) => {
          setTimeout(resolve, AGAIN_MS);
        });
    }
  }

  private async acknowledged(
    store: EventStore,
    writer: { readonly stream: string; readonly acknowledged: string[]; pending: string | undefined },
    event: NewEvent,
  ): Promise<boolean> {
    const last = writer.acknowledged.length - 1;
    try {
      await store.append(writer.stream, last === -1 ? 'no-stream' : last, [event]);
    } catch (error) {
      this.errors.push(error instanceof Error ? error.name : String(error));
      return false;
    }
    writer.acknowledged.push(event.id);
    writer.pending = undefined;
    return true;
  }
}
