import type { Timing } from './back-off.ts';

const PAUSE_MS = 250;
/** Whoever takes so many at once is behind, and gathers no more. */
const EVENTS_OF_A_BACKLOG = 200;

/** The pause in which more comes for a consumer that takes it together, until somebody waits for what it does. */
export class Gathering {
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
