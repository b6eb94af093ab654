import { setTimeout as wait } from 'node:timers/promises';

/** How a subscriber waits: given by tests, real otherwise. */
export interface Timing {
  /** Waits so many milliseconds, or until the signal aborts, whichever is first; never rejects. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
}

const FIRST_CEILING = 50;
const LAST_CEILING = 2_000;

/**
 * Milliseconds to wait after so many failures in a row (0: after the first): exponential with full jitter, at most
 * two seconds: long enough that a thousand consumers of a store that comes back do not return as one, short enough that
 * relay and consumer, which wait one after the other, do not keep people waiting after an outage.
 */
export function backOff(failures: number, random: () => number): number {
  return random() * Math.min(LAST_CEILING, FIRST_CEILING * 2 ** Math.min(failures, 30));
}

export const realTiming: Timing = {
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
  random: Math.random,
};
