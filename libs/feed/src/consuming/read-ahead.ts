import { readied, type Ready } from './batch.ts';
import type { FeedBatch, FeedConsumer } from '../port.ts';
import { inPortions } from './portions.ts';

/** So many batches wait, each as large as the source likes to hand out, and so many go into one transaction. */
const BATCHES_AT_ONCE = 3;

/**
 * Reads ahead of the taking, and makes ready what has come, while the database is at work. What waits by then is taken
 * in one transaction: the commit, and sums that every event changes, cost the same whatever their number.
 */
export class ReadAhead {
  private readonly consumer: FeedConsumer;
  private readonly atOnce: number;
  private readonly waiting: Ready[] = [];
  private readonly reading: Promise<void>;
  private wake: () => void = () => undefined;
  private makeRoom: () => void = () => undefined;
  private outcome: { readonly error?: unknown } | undefined;
  private closed = false;

  constructor(batches: AsyncIterable<FeedBatch>, consumer: FeedConsumer) {
    this.consumer = consumer;
    // Whoever asks for portions has each in a transaction of its own.
    this.atOnce = consumer.portion ? 1 : BATCHES_AT_ONCE;
    this.reading = this.read(inPortions(batches, consumer));
  }

  /** What has come, as one batch; undefined at the feed's end. @throws what the source has failed with, behind all that came before */
  async next(): Promise<Ready | undefined> {
    while (this.waiting.length === 0 && !this.outcome)
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    const first = this.waiting.shift();
    if (!first) return this.end();
    const batch = this.joined(first);
    this.makeRoom();
    return batch;
  }

  /** Lets go of the source, whose own signal ends what it waits for. */
  async close(): Promise<void> {
    this.closed = true;
    this.makeRoom();
    await this.reading;
  }

  private async read(batches: AsyncIterable<FeedBatch>): Promise<void> {
    try {
      for await (const batch of batches) {
        this.waiting.push(readied(batch, this.consumer));
        this.wake();
        while (this.waiting.length >= this.atOnce && !this.closed)
          await new Promise<void>((resolve) => {
            this.makeRoom = resolve;
          });
        if (this.closed) break;
      }
      this.outcome = {};
    } catch (error) {
      this.outcome = { error };
    }
    this.wake();
  }

  private end(): undefined {
    if (this.outcome && 'error' in this.outcome) throw this.outcome.error;
    return undefined;
  }

  private joined(first: Ready): Ready {
    let batch = first;
    for (let count = 1; count < this.atOnce; count += 1) {
      const [next] = this.waiting;
      if (!next || !goesOn(batch, next)) break;
      this.waiting.shift();
      batch = { ...next, items: [...batch.items, ...next.items] };
    }
    return batch;
  }
}

/** What a transport repeats is passed over batch by batch, and nothing is taken behind an event that blocks. */
function goesOn({ blockedBy, checkpoint }: Ready, next: Ready): boolean {
  const begins = next.items[0]?.event.position ?? next.checkpoint.position;
  return !blockedBy && next.checkpoint.generation === checkpoint.generation && begins > checkpoint.position;
}
