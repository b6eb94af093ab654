import type { EventStore } from '@zhibu/event-store';

/** Clocks of several machines differ by so much, and nobody minds. */
const TOLERATED_MS = 60_000;

/** Why the end of a log is no instant of the present, by how much, and what to do; undefined where it is one. @param at milliseconds */
export function aheadOfClock(service: string, recordedAt: string, at: number): string | undefined {
  const ahead = Date.parse(recordedAt) - at;
  if (ahead <= TOLERATED_MS) return undefined;
  return (
    `the log of ${service} ends ${durationOf(ahead)} ahead of this clock, at ${recordedAt}: what it records until then ` +
    'carries that instant, and a query with a knownAt before it does not show it. If the clock of this machine is slow, set it. ' +
    'If the clock of the database once ran ahead, either go on and ask without knownAt until then, or restore the backup ' +
    'from before (npm run restore) and record again what came after'
  );
}

/** The same of a service's own log. */
export async function logAheadOfClock(
  service: string,
  store: Pick<EventStore, 'head' | 'readLog'>,
  at: number,
): Promise<string | undefined> {
  const head = await store.head();
  if (!head) return undefined;
  const [last] = await store.readLog(head.position - 1n, 1);
  return last && aheadOfClock(service, last.recordedAt, at);
}

const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const;

function durationOf(milliseconds: number): string {
  const [name, unit] = units.find(([, each]) => milliseconds >= 2 * each) ?? units[2];
  return `${Math.floor(milliseconds / unit)} ${name}`;
}
