import type { Wording } from '@zhibu/contracts';
import type { HealthCheck } from './health.ts';
import { durationOf, joined, states, whenDown } from './vocabulary.ts';

/** So long it is said of a process that its clock is apart after nothing more was heard of it. */
const SAID_FOR_MS = 300_000;

/** Which processes were lately refused, or refused this one, because their clocks are too far from this one's. */
export class ClocksApart {
  /** By process: how many seconds its clock is ahead (less than 0: behind), and when that was seen. */
  private readonly seen = new Map<string, { readonly seconds: number; readonly at: number }>();

  /** @param at milliseconds */
  note(process: string, seconds: number, at: number): void {
    this.seen.set(process, { seconds, at });
  }

  /** What a process sends fits the time. */
  agrees(process: string): void {
    this.seen.delete(process);
  }

  /** Which clocks are apart, and what to do; undefined where all that is known agree. @param at milliseconds */
  said(at: number): Wording | undefined {
    const apart = [...this.seen].filter(([, { at: then }]) => at - then < SAID_FOR_MS);
    if (apart.length === 0) return undefined;
    return joined(
      apart.map(([process, { seconds }]) => states.apart(process, durationOf(Math.abs(seconds) * 1000), seconds > 0)),
    );
  }
}

/** Health's look at the clocks of the processes that call here, or are called. */
export const clocksCheck = (clocks: ClocksApart): HealthCheck => ({
  name: 'clocks of the processes',
  isRequired: false,
  whenDown: whenDown.clocks,
  check: async () => clocks.said(Date.now()),
});
