import type { ServiceName } from '@zhibu/contracts';
import { type Checkpoint, checkpointLost } from '@zhibu/event-store';
import type { RecordedEvent } from '@zhibu/kernel';
import type { KafkaMessage } from 'kafkajs';
import { carriedUnder } from '../../carrying/carrier.ts';
import type { FeedBatch } from '../../port.ts';
import { type FeedKey, isAuthentic } from './authenticity.ts';
import { eventOf, type Head, headOf, type Oddity, traceparentOf } from './cloud-event.ts';
import { confirm, type LogReader, LogUnavailable, pagesOf } from './log-reader.ts';

export interface SeamOptions {
  readonly service: ServiceName;
  /** The service's keys: a message that none of them authenticates is not believed. */
  readonly keys: readonly FeedKey[];
  readonly log: LogReader;
  readonly signal: AbortSignal;
  /** Told of each message that is not believed, and why. */
  readonly onOdd?: ((reason: Oddity, offset: string) => void) | undefined;
}

/** Events, with the offset behind the last message that went into them; none when they come from the log. */
export interface Piece {
  readonly batch: FeedBatch;
  readonly offset?: string;
}

/**
 * Joins the service's log and its topic into one sequence by position: each message says which position precedes it.
 * What was seen is passed over; where something is missing, the log is read up to there; what is not believed is looked
 * up in the log by the same rule. Offsets decide nothing.
 */
export class Seam {
  private readonly options: SeamOptions;
  /** Undefined: at the beginning. */
  private at: Checkpoint | undefined;
  private generation: string | undefined;
  /** Generations that the store has left behind: the topic outlives a restored store. */
  private readonly past = new Set<string>();
  private doubtful = false;

  constructor(options: SeamOptions, from: Checkpoint | undefined) {
    this.options = options;
    this.at = from;
  }

  /** Something came that was not believed: the log knows whether it stands for an event. */
  get inDoubt(): boolean {
    return this.doubtful;
  }

  /**
   * Makes sure that the checkpoint is of the store's history. A service that does not answer is no reason to stand still:
   * messages of the checkpoint's own generation are of its history.
   * @throws CheckpointLost; LogUnavailable where there is no generation to go by
   */
  async begin(): Promise<void> {
    try {
      await this.adopt(await this.options.log.head());
    } catch (error) {
      if (!(error instanceof LogUnavailable) || !this.at) throw error;
      this.generation = this.at.generation;
    }
  }

  /** Messages as they came, made into pieces without gap or repeat. */
  async *join(messages: readonly KafkaMessage[]): AsyncGenerator<Piece> {
    let run: RecordedEvent[] = [];
    for (const [index, message] of messages.entries()) {
      const head = await this.worthReading(message);
      if (!head) continue;
      if (head.previous > this.position) {
        yield* this.piece(run, messages[index - 1]);
        run = [];
        yield* this.logUpTo(head.previous);
      }
      const event = this.believe(message, head);
      if (event) run.push(event);
    }
    yield* this.piece(run, messages.at(-1));
  }

  /** What the log has and the topic has not brought: for when the topic is silent. */
  async *look(): AsyncGenerator<Piece> {
    const head = await this.options.log.head('lately').catch(passOver);
    if (head === 'unavailable') return;
    this.doubtful = false;
    if (head?.generation !== this.generation || (head && head.position < this.position)) await this.adopt(head);
    if (head && head.position > this.position) yield* this.logUpTo(head.position);
  }

  private get position(): bigint {
    return this.at?.position ?? 0n;
  }

  private *piece(run: readonly RecordedEvent[], last: KafkaMessage | undefined): Generator<Piece> {
    if (run.length === 0 || !this.at) return;
    yield {
      batch: { events: run, checkpoint: this.at },
      ...(last ? { offset: String(BigInt(last.offset) + 1n) } : {}),
    };
  }

  private async *logUpTo(position: bigint): AsyncGenerator<Piece> {
    const { log, signal } = this.options;
    const { generation } = this;
    if (generation === undefined) return;
    if (this.at) await confirm(log, this.at, signal);
    for await (const batch of pagesOf(log, this.position, { generation, signal })) {
      this.at = batch.checkpoint;
      yield { batch };
      if (batch.checkpoint.position >= position) return;
    }
  }

  /** The head of a message that goes on from here or beyond; the others are passed over. */
  private async worthReading(message: KafkaMessage): Promise<Head | undefined> {
    const head = headOf(this.options.service, message);
    if (typeof head === 'string') return this.odd(head, message);
    // Before anybody is asked because of it.
    if (!isAuthentic(message, this.options.keys)) return this.odd('not-authentic', message);
    if (head.generation !== this.generation && !(await this.isNow(head.generation)))
      return this.odd('of-another-generation', message);
    if (head.position > this.position) return head;
    await this.recognise(head);
    return undefined;
  }

  /** A store put back without becoming another generation shows here: the same position, another event. */
  private async recognise({ position, eventId }: Head): Promise<void> {
    if (this.at?.position === position && this.at.eventId !== eventId)
      await confirm(this.options.log, this.at, this.options.signal);
  }

  private believe(message: KafkaMessage, head: Head): RecordedEvent | undefined {
    if (head.position <= this.position) return undefined;
    if (head.previous > this.position) return this.odd('not-in-the-log', message);
    if (head.previous < this.position) return this.odd('out-of-order', message);
    const event = eventOf(message, head);
    if (typeof event === 'string') return this.odd(event, message);
    const traceparent = traceparentOf(message);
    if (traceparent !== undefined) carriedUnder(event, traceparent);
    this.at = { generation: head.generation, position: head.position, eventId: head.eventId };
    return event;
  }

  private odd(reason: Oddity, message: KafkaMessage): undefined {
    this.doubtful = true;
    this.options.onOdd?.(reason, message.offset);
    return undefined;
  }

  private async isNow(generation: string): Promise<boolean> {
    if (this.past.has(generation)) return false;
    await this.adopt(await this.options.log.head());
    if (this.generation === generation) return true;
    this.past.add(generation);
    return false;
  }

  /** Goes on in the store's generation of now. @throws CheckpointLost when the checkpoint is not of its history */
  private async adopt(head: Checkpoint | undefined): Promise<void> {
    const { log, signal } = this.options;
    if (this.at && !head) throw checkpointLost(this.at, 'the log is empty');
    if (this.at) await confirm(log, this.at, signal);
    this.generation = head?.generation;
    if (this.generation !== undefined) this.past.delete(this.generation);
  }
}

function passOver(error: unknown): 'unavailable' {
  if (error instanceof LogUnavailable) return 'unavailable';
  throw error;
}
