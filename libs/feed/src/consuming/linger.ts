import type { Timing } from './back-off.ts';

const PAUSE_MS = 250;
/** A consumer that takes so many events at once is behind, and does not linger. */
const EVENTS_OF_A_BACKLOG = 200;

/** The pause after a transaction in which more events gather for the next one; ends at once when a command waits for the consumer. */
export class Linger {
  private readonly timing: Timing;
  private readonly mayPause: () => boolean;
  private pause: AbortController | undefined;

  constructor(timing: Timing, mayPause: () => boolean) {
    this.timing = timing;
    this.mayPause = mayPause;
  }

  /** Pauses after a transaction of so many events. */
  async after(events: number, over: AbortSignal): Promise<void> {
    if (!this.mayPause() || events >= EVENTS_OF_A_BACKLOG || over.aborted) return;
    const pause = new AbortController();
    const end = (): void => pause.abort();
    this.pause = pause;
    over.addEventListener('abort', end);
    await this.timing.sleep(PAUSE_MS, pause.signal);
    over.removeEventListener('abort', end);
  }

  /** Ends the pause under way. */
  end(): void {
    this.pause?.abort();
  }
}
