import type { RecordedEvent } from '@zhibu/kernel';
import type { Connection } from './connection.ts';
import { StoreUnavailable } from './errors.ts';
import { advanced, type LogPoint, positionOf } from './log-point.ts';
import type { StreamNames } from './streams.ts';

/** While the server searches through what is not ours it tells how far it has come; silence longer than this is none of that. */
const SILENCE_MS = 15_000;

export interface SweepWish {
  readonly from: LogPoint;
  /** Events at or before this position are folded, not given. */
  readonly after: bigint;
  readonly limit: number;
  /** The position of an event of this log, known to stand there: where the sweep ends at the latest. */
  readonly until: bigint;
}

/** A stretch of the log that is past, read under the filter, and the point where it ends. */
export function sweep(
  connection: Connection,
  names: StreamNames,
  wish: SweepWish,
): Promise<{ readonly events: RecordedEvent[]; readonly point: LogPoint }> {
  const events: RecordedEvent[] = [];
  let point = wish.from;
  return new Promise((resolve, reject) => {
    const silence = setTimeout(
      () => over(() => reject(new StoreUnavailable(`the log said nothing for ${SILENCE_MS} ms`))),
      SILENCE_MS,
    );
    const over = (settle: () => void): void => {
      clearTimeout(silence);
      end();
      settle();
    };
    const end = connection.follow(names.prefix, wish.from.place, {
      onEvent: (event) => {
        silence.refresh();
        if (event.place.commit <= positionOf(point)) return;
        const step = advanced(point, event, names);
        point = step.point;
        if (step.recorded && step.recorded.position > wish.after) events.push(step.recorded);
        if (events.length === wish.limit || positionOf(point) >= wish.until) over(() => resolve({ events, point }));
      },
      onLookedTo: () => {
        silence.refresh();
      },
      onEnd: (error) => over(() => reject(error)),
    });
  });
}
