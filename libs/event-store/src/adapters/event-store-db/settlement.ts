import { InstantInFuture, millisecondsOf } from '../../port.ts';
import type { Connection, Noted } from './connection.ts';
import { keepLast } from './keeping.ts';
import { settledFloor, settlementOf } from './log-point.ts';
import type { LogSource } from './generations.ts';
import { logAfter } from './log-reading.ts';

const PAGE = 500;
/** More than all processes settle at once. */
export const KEPT = 1024;

/**
 * Settles instants, one after another. The log itself must say so, since whoever folds it from its start must find the same:
 * where nothing later was recorded yet, one event of the adapter's own raises the floor, however many processes ask at once;
 * where something was, nothing is written. The server may throw old ones away: before the next one is written, everything that one has lifted is kept as a
 * floor. The clock asked is this process's; a wrong one refuses too much, or pushes what is recorded next ahead of the
 * server's clock, but breaks no promise.
 */
export class Settling {
  private readonly source: () => LogSource;
  private turn: Promise<void> = Promise.resolve();

  constructor(source: () => LogSource) {
    this.source = source;
  }

  /** See `EventStore.settle`. @throws InstantInFuture, StoreUnavailable */
  async settle(instant: string): Promise<bigint> {
    const milliseconds = millisecondsOf(instant);
    if (milliseconds > Date.now()) throw new InstantInFuture(`${instant} lies in the future`);
    if (this.source().ledger.point.floor <= milliseconds) {
      this.turn = this.turn.catch(() => undefined).then(() => this.raise(milliseconds));
      await this.turn;
    }
    return this.source().ledger.recent.lastAtOrBefore(milliseconds) ?? lastAtOrBefore(this.source(), milliseconds);
  }

  private async raise(milliseconds: number): Promise<void> {
    const { connection, names, ledger } = this.source();
    await ledger.catchUp();
    if (ledger.point.floor > milliseconds) return;
    await ledger.floors.saved();
    await ledger.reach(await settledAt(connection, names.settlements, milliseconds + 1));
  }
}

/**
 * The position of an event that raises the floor so high: whichever of the processes that ask at once comes first writes it,
 * and the others find it, since each writes right behind the last one that it has seen.
 */
async function settledAt(connection: Connection, settlements: string, floor: number): Promise<bigint> {
  let last = await connection.lastOf(settlements);
  for (;;) {
    if (last && settledFloor(last) >= floor) return last.place.commit;
    const event = { type: 'InstantSettled', data: settlementOf(floor) };
    const written = await connection.noteBehind(settlements, last, event);
    if (written) return kept(connection, settlements, written);
    const before = last;
    last = await connection.lastOf(settlements);
    // Nobody came first: an administrator has the server hide the stream's end, so nothing tells what to write behind.
    if (last?.id === before?.id)
      return kept(connection, settlements, await connection.note(settlements, event.type, event.data));
  }
}

function kept(connection: Connection, stream: string, { revision, position }: Noted): bigint {
  keepLast(connection, { stream, events: KEPT, revision });
  return position;
}

/** The position of the last event recorded at or before an instant; 0n: none. */
async function lastAtOrBefore(source: LogSource, milliseconds: number): Promise<bigint> {
  const from = await source.ledger.marks.lastAtOrBefore(milliseconds);
  let position = from.last?.position ?? 0n;
  for (;;) {
    const page = await logAfter(source, position, PAGE);
    const last = page.findLast((event) => Date.parse(event.recordedAt) <= milliseconds);
    position = last?.position ?? position;
    if (page.length === 0 || last !== page.at(-1)) return position;
  }
}
