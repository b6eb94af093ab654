import type { Pool } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import type { World } from './world.ts';

/** One turn of a feed: how many events it brings, how many of those before it brings again, whether the first one's stream is parked. */
export interface Turn {
  readonly consumer: number;
  readonly events: number;
  readonly again: number;
  readonly parks: boolean;
  /** Lets go of the stream parked longest. */
  readonly retries: boolean;
}

/** Feeds as any transport may bring them: each stream in order, everything else in any order, more than once, with parkings between. */
export class Feeding {
  private readonly lines: readonly Line[];

  constructor(world: World, database: Pool, consumers: readonly FeedConsumer[] = world.consumers) {
    this.lines = consumers.map((consumer) => new Line(world, database, consumer));
  }

  async turn({ consumer, ...turn }: Turn): Promise<void> {
    await this.lines[consumer % this.lines.length]?.turn(turn);
  }

  /** Brings all that is left, until nobody has anything to add. */
  async end(): Promise<void> {
    for (let moved = true; moved;) {
      moved = false;
      for (const line of this.lines) moved = (await line.drain()) || moved;
    }
  }
}

/** One consumer's feed. */
class Line {
  private readonly world: World;
  private readonly database: Pool;
  private readonly consumer: FeedConsumer;
  private position = 0;
  private readonly parked = new Map<string, RecordedEvent[]>();

  constructor(world: World, database: Pool, consumer: FeedConsumer) {
    this.world = world;
    this.database = database;
    this.consumer = consumer;
  }

  async turn({ events, again, parks, retries }: Omit<Turn, 'consumer'>): Promise<void> {
    const log = await this.world.log(this.consumer.service);
    const next = log[this.position];
    if (parks && next && !this.parked.has(next.stream)) this.parked.set(next.stream, []);
    const fresh = log.slice(this.position, this.position + events);
    const repeated = log
      .slice(Math.max(0, this.position - again), this.position)
      .filter(({ stream }) => !this.parked.has(stream));
    this.position += fresh.length;
    for (const event of fresh) this.parked.get(event.stream)?.push(event);
    await this.apply([...repeated, ...fresh.filter(({ stream }) => !this.parked.has(stream))]);
    if (retries) await this.retry();
  }

  /** @returns whether there was anything left */
  async drain(): Promise<boolean> {
    const log = await this.world.log(this.consumer.service);
    const left = log.length - this.position;
    const waiting = this.parked.size;
    while (this.parked.size > 0) await this.retry();
    await this.turn({ events: left, again: 0, parks: false, retries: false });
    return left > 0 || waiting > 0;
  }

  private async retry(): Promise<void> {
    const [first] = this.parked;
    if (!first) return;
    this.parked.delete(first[0]);
    await this.apply(first[1]);
  }

  private async apply(events: readonly RecordedEvent[]): Promise<void> {
    if (events.length > 0) await this.consumer.apply(this.database, events);
  }
}
