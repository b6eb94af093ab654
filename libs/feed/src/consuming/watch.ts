import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from '@zhibu/database';
import { parkedAmong } from '../parking/backlog.ts';
import { readReaderPosition, type ReaderPosition } from './checkpoint.ts';
import type { ConsumerKey } from '../port.ts';

/** The consumer has dealt with the position; `parked` when its stream's effects wait in the backlog instead of showing. */
export interface Reached {
  readonly parked: boolean;
}

type Moved = Pick<ReaderPosition, 'position' | 'parked'>;

interface Waiter {
  readonly position: bigint;
  readonly stream: string | undefined;
  readonly answer: (reached: Reached) => void;
}

const POLL_EVERY_MS = 5;
/** Between looks while it is the subscriber of this process that moves the checkpoint, and says so at once. */
const MILLISECONDS_BETWEEN_CHECKS = 50;

/**
 * Waits for a consumer's checkpoint, wherever its subscriber runs: nudged by the one of this process, and by looking
 * into the database while, and only while, somebody waits: every 5 ms, or every 50 while it is moved from here. All
 * waiters share the looks.
 */
export class CheckpointWatch {
  private readonly database: Pool;
  private readonly key: ConsumerKey;
  private readonly waiters = new Set<Waiter>();
  private looking = false;
  private position = 0n;
  private parked = 0;
  private movedFromHere = false;

  constructor(database: Pool, key: ConsumerKey) {
    this.database = database;
    this.key = key;
  }

  /** Whether somebody waits for what has not been dealt with. */
  get isAwaited(): boolean {
    return [...this.waiters].some(({ position }) => position > this.position);
  }

  /**
   * Resolves once the checkpoint has passed a position of the current store generation.
   * @param stream asks whether that stream is parked
   * @param signal rejects with its reason when it aborts first; without one, waits for ever
   */
  async reached(position: bigint, stream?: string, signal?: AbortSignal): Promise<Reached> {
    signal?.throwIfAborted();
    if (this.position >= position && (stream === undefined || this.parked === 0)) return { parked: false };
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        position,
        stream,
        answer: (reached) => {
          this.waiters.delete(waiter);
          signal?.removeEventListener('abort', giveUp);
          resolve(reached);
        },
      };
      const giveUp = (): void => {
        this.waiters.delete(waiter);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.waiters.add(waiter);
      if (this.position >= position) void this.answerWaiters().catch(() => undefined);
      void this.lookWhileAwaited();
    });
  }

  /** Told by the subscriber of this process where the checkpoint stands: because it has just moved it, or has looked. */
  advanced(to: Moved, by: 'commit' | 'look'): void {
    this.stands(to, by);
    if (this.waiters.size > 0) void this.answerWaiters().catch(() => undefined);
  }

  private async lookWhileAwaited(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    while (this.waiters.size > 0) {
      await wait(this.movedFromHere ? MILLISECONDS_BETWEEN_CHECKS : POLL_EVERY_MS);
      // A database that is away is no answer: the waiters go on waiting, until their own bound.
      await this.look().catch(() => undefined);
    }
    this.looking = false;
  }

  private async look(): Promise<void> {
    if (this.waiters.size === 0) return;
    this.stands(await readReaderPosition(this.database, this.key), 'look');
    await this.answerWaiters();
  }

  private stands({ position, parked }: Moved, by: 'commit' | 'look'): void {
    if (by === 'commit') this.movedFromHere = true;
    else if (position > this.position) this.movedFromHere = false;
    this.position = position;
    this.parked = parked;
  }

  private async answerWaiters(): Promise<void> {
    const due = [...this.waiters].filter((waiter) => waiter.position <= this.position);
    if (due.length === 0) return;
    const streams = this.parked === 0 ? [] : due.flatMap((waiter) => waiter.stream ?? []);
    const parked = streams.length === 0 ? new Set<string>() : await parkedAmong(this.database, this.key, streams);
    for (const waiter of due) waiter.answer({ parked: waiter.stream !== undefined && parked.has(waiter.stream) });
  }
}
