import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { CorruptEvent, refusal } from '@zhibu/contracts';
import type { Decision, Refusal } from '@zhibu/kernel';
import type { Aggregate, CommandEnvelope } from './envelope.ts';
import { type Decided, FoldedStream, type Part } from './folded-stream.ts';
import { damageRefusal } from './damage-refusal.ts';
import { EventIdReused, type EventStore, RevisionConflict, StoreDamaged } from './port.ts';

/** Until when a command meets the appends of other processes again and again; within what its sender waits (10 s). */
const DEADLINE_MS = 8_000;
/** Commands a turn: each event they lead to goes into one append. */
const MOST_A_TURN = 500;
/** After a conflict, at most so long a pause: two processes that met once do not meet again in the same step. */
const JITTER_MS = 20;

interface Waiting {
  readonly envelope: CommandEnvelope;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** Those that came in one call: when one of them fails, what comes after it in the call is not decided without it. */
  readonly call: { readonly fail: (error: unknown) => void; failed: boolean };
  /** Runs a turn as whoever sent the command, for traces. */
  readonly inContext: <Result>(work: () => Result) => Result;
  readonly resolve: (part: Part) => void;
}

/**
 * The commands of one stream that wait in this process. Turn after turn, what waits is decided together. While turns follow
 * on each other the folded stream is kept: the append proves that it was right, for it expects its revision; a turn
 * that appends nothing asks the store for news before it is believed. Once nothing waits it is forgotten.
 */
export class StreamQueue<Of extends Decision> {
  private readonly store: Pick<EventStore, 'readStream' | 'append'>;
  private readonly aggregate: Aggregate<Of>;
  private readonly stream: string;
  private queue: Waiting[] = [];
  private folded: FoldedStream<Of> | undefined;
  private running = false;
  /** Halved by a conflict with another process, doubled by every turn without: the shorter the turn, the likelier it gets through. */
  private size = MOST_A_TURN;

  private readonly onIdle: () => void;

  /** @param of `onIdle` is called when nothing waits any longer */
  constructor(
    store: Pick<EventStore, 'readStream' | 'append'>,
    of: { readonly aggregate: Aggregate<Of>; readonly stream: string; readonly onIdle: () => void },
  ) {
    this.store = store;
    this.aggregate = of.aggregate;
    this.stream = of.stream;
    this.onIdle = of.onIdle;
  }

  /** Commands not yet decided. */
  get waiting(): number {
    return this.queue.length;
  }

  /** What became of each command, once all of them are decided and appended. */
  decided(envelopes: readonly CommandEnvelope[]): Promise<readonly Part[]> {
    const inContext = AsyncLocalStorage.snapshot();
    const deadline = Date.now() + DEADLINE_MS;
    return new Promise((resolve, reject) => {
      const parts: Part[] = [];
      let left = envelopes.length;
      const call = { fail: reject, failed: false };
      for (const [index, envelope] of envelopes.entries()) {
        const settle = (part: Part): void => {
          parts[index] = part;
          left -= 1;
          if (left === 0) resolve(parts);
        };
        this.queue.push({ envelope, deadline, call, inContext, resolve: settle });
      }
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let first = this.queue[0]; first; first = this.queue[0]) await first.inContext(() => this.turn());
    this.folded = undefined;
    this.running = false;
    this.onIdle();
  }

  private async turn(): Promise<void> {
    const taken = this.queue.slice(0, this.size);
    try {
      const known = this.folded;
      const folded = known ?? new FoldedStream(this.aggregate, this.stream, await this.store.readStream(this.stream));
      this.folded = undefined;
      const decided = await this.proven(folded, taken, known !== undefined);
      if (!decided) return;
      if (!decided.failure) this.folded = folded;
      this.size = Math.min(MOST_A_TURN, this.size * 2);
      this.settle(taken, decided);
    } catch (error) {
      this.folded = undefined;
      await this.failed(taken, error);
    }
  }

  /** Decides and appends. undefined: what was decided rests on a stream that has moved on since. */
  private async proven(
    folded: FoldedStream<Of>,
    taken: readonly Waiting[],
    isOld: boolean,
  ): Promise<Decided | undefined> {
    const { revision } = folded;
    const decided = await folded.decideAll(taken.map(({ envelope }) => envelope));
    if (decided.events.length > 0)
      await this.store.append(this.stream, revision === -1 ? 'no-stream' : revision, decided.events);
    else if (isOld && (await this.store.readStream(this.stream, revision + 1)).length > 0) return undefined;
    return decided;
  }

  private settle(taken: readonly Waiting[], { parts, failure }: Decided): void {
    this.queue.splice(0, parts.length);
    for (const [index, part] of parts.entries()) taken[index]?.resolve(part);
    if (failure) this.fail(taken.slice(parts.length, parts.length + 1), failure.error);
  }

  /** A conflict heals: whoever reads again finds what is there now, also the same command decided at the same moment elsewhere. */
  private async failed(taken: readonly Waiting[], error: unknown): Promise<void> {
    if (error instanceof RevisionConflict || error instanceof EventIdReused) {
      this.size = Math.max(1, Math.floor(taken.length / 2));
      this.refuse(
        taken.filter(({ deadline }) => deadline <= Date.now()),
        refusal('SERVICE_UNAVAILABLE', { stream: this.stream }),
      );
      await sleep(Math.random() * JITTER_MS);
    } else if (error instanceof CorruptEvent) {
      this.refuse(taken, refusal('STREAM_CORRUPT', { stream: this.stream, fault: error.message }));
    } else if (error instanceof StoreDamaged) {
      this.refuse(taken, damageRefusal(error));
    } else this.fail(taken, error);
  }

  private refuse(refused: readonly Waiting[], refusal: Refusal): void {
    const gone = new Set(refused);
    this.queue = this.queue.filter((one) => !gone.has(one));
    for (const one of refused) one.resolve(refusal);
  }

  private fail(failing: readonly Waiting[], error: unknown): void {
    for (const { call } of failing) {
      call.failed = true;
      call.fail(error);
    }
    this.queue = this.queue.filter(({ call }) => !call.failed);
  }
}
