import { setTimeout as pause } from 'node:timers/promises';

/** What cannot be asked now. */
export interface Away {
  /** The name of a service, or the platform's address. */
  readonly what: string;
  /** Since when, RFC 3339, where the platform says it. */
  readonly since?: string | undefined;
}

/** How an outage is waited out. */
export interface OutageOptions {
  /** For so many milliseconds; then it is given up. */
  readonly withinMs: number;
  /** Told once, when it begins. */
  readonly onAway: (away: Away) => void;
  /** Told once, when it is over. */
  readonly onBack: () => void;
}

/** An outage that lasted longer than it was to be waited for. */
export class OutageTooLong extends Error {
  override readonly name = 'OutageTooLong';
  readonly away: Away;

  constructor(away: Away) {
    super(`${away.what} cannot be asked`);
    this.away = away;
  }
}

interface Open {
  readonly away: Away;
  readonly begun: number;
  /** Who asks again; all others wait. */
  readonly prober: object;
  readonly over: Promise<void>;
  readonly end: () => void;
  pauseMs: number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** One outage for all who send: where one finds somebody away, all wait, and that one asks again until there is an answer. */
export class Outage {
  private readonly options: OutageOptions;
  private open: Open | undefined;
  private lost: OutageTooLong | undefined;

  constructor(options: OutageOptions) {
    this.options = options;
  }

  /** Waits until the sender may ask. @throws OutageTooLong, to all who wait; the signal's reason */
  async turn(sender: object, signal: AbortSignal): Promise<void> {
    for (;;) {
      if (this.lost) throw this.lost;
      const { open } = this;
      if (!open) return;
      if (open.prober === sender) return this.beforeAskingAgain(open, signal);
      await untilOver(open, signal);
    }
  }

  /** Notes that the sender found somebody away. */
  found(sender: object, away: Away): void {
    if (this.open) return;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.open = { away, begun: Date.now(), prober: sender, over, end, pauseMs: FIRST_PAUSE_MS };
    this.options.onAway(away);
  }

  /** Notes that the sender was answered, or asks no more. */
  left(sender: object, isAnswered: boolean): void {
    if (this.open?.prober !== sender) return;
    const { end } = this.open;
    this.open = undefined;
    if (isAnswered) this.options.onBack();
    end();
  }

  private async beforeAskingAgain(open: Open, signal: AbortSignal): Promise<void> {
    const left = open.begun + this.options.withinMs - Date.now();
    if (left <= 0) {
      this.lost = new OutageTooLong(open.away);
      throw this.lost;
    }
    await pause(Math.min(open.pauseMs, left), undefined, { signal });
    open.pauseMs = Math.min(open.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

async function untilOver({ over }: Open, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let raised = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    raised = resolve;
  });
  signal.addEventListener('abort', raised);
  await Promise.race([over, aborted]);
  signal.removeEventListener('abort', raised);
  signal.throwIfAborted();
}
