import { InstantInFuture, millisecondsOf } from '../../port.ts';
import { settlementOf } from './log-point.ts';
import { logAfter, type LogSource } from './generations.ts';

const PAGE = 500;

/**
 * Settles an instant. The log itself must say so, since whoever folds it from its start must find the same: where nothing
 * later was recorded yet, an event of the adapter's own raises the floor. The clock asked is this process's; a wrong one
 * refuses too much, or pushes what is recorded next ahead of the server's clock, but breaks no promise.
 */
export async function settle(source: LogSource, instant: string): Promise<bigint> {
  const milliseconds = millisecondsOf(instant);
  if (milliseconds > Date.now()) throw new InstantInFuture(`${instant} lies in the future`);
  await source.ledger.catchUp();
  if (source.ledger.point.floor <= milliseconds) {
    await source.connection.note(source.names.settlements, 'InstantSettled', settlementOf(milliseconds + 1));
    await source.ledger.catchUp();
  }
  return lastAtOrBefore(source, milliseconds);
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
