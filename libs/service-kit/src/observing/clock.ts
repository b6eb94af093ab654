import type { Wording } from '@zhibu/contracts';
import type { EventStore } from '@zhibu/event-store';
import { durationOf, states } from './vocabulary.ts';

/** Clocks of several machines differ by so much, and nobody minds. */
const TOLERATED_MS = 60_000;

/** Why the end of a log is no instant of the present, by how much, and what to do; undefined where it is one. @param at milliseconds */
export function aheadOfClock(service: string, recordedAt: string, at: number): Wording | undefined {
  const ahead = Date.parse(recordedAt) - at;
  return ahead <= TOLERATED_MS ? undefined : states.ahead(service, durationOf(ahead), recordedAt);
}

/** The same of a service's own log. */
export async function logAheadOfClock(
  service: string,
  store: Pick<EventStore, 'head' | 'readLog'>,
  at: number,
): Promise<Wording | undefined> {
  const head = await store.head();
  if (!head) return undefined;
  const [last] = await store.readLog(head.position - 1n, 1);
  return last && aheadOfClock(service, last.recordedAt, at);
}
