import type { SubscriberStatus } from '@zhibu/feed';
import { aheadOfClock } from './clock.ts';

/** Something that a process leans on. */
export interface HealthCheck {
  readonly name: string;
  /** Without it the process can answer nobody. */
  readonly isRequired: boolean;
  /** Rejects, or answers why not, when it is not as it should be. */
  readonly check: () => Promise<string | undefined | void>;
}

/** What was found of one thing. */
export interface CheckedState {
  readonly name: string;
  readonly state: 'up' | 'down';
  readonly required: boolean;
  readonly why?: string;
}

/** How a process stands. */
export interface HealthStanding {
  /** `degraded`: it answers, but news come late. It must not be taken out of service for it, for the others fare alike. */
  readonly status: 'ready' | 'degraded' | 'not ready';
  /** Whether the process's own database answers. */
  readonly database: 'up' | 'down';
  readonly checks: readonly CheckedState[];
  readonly feeds: readonly (Omit<SubscriberStatus, 'position' | 'head'> & {
    readonly position: string;
    readonly head: string;
  })[];
}

/** Each is asked for so long; all are asked at once. */
const ANSWER_WITHIN_MS = 2_000;

/** Asks everything that a process leans on, each by its name and in bounded time. */
export class Health {
  private readonly checks: readonly HealthCheck[];
  private readonly feeds: () => readonly SubscriberStatus[];
  private readonly lagLimit: number;
  private readonly now: () => number;

  /**
   * @param about.lagLimit events that a feed may be behind before the process counts as degraded
   * @param about.now milliseconds; the machine's clock unless told
   */
  constructor(about: {
    readonly checks: readonly HealthCheck[];
    readonly feeds: () => readonly SubscriberStatus[];
    readonly lagLimit: number;
    readonly now?: (() => number) | undefined;
  }) {
    this.checks = about.checks;
    this.feeds = about.feeds;
    this.lagLimit = about.lagLimit;
    this.now = about.now ?? Date.now;
  }

  async look(): Promise<HealthStanding> {
    const asked = await Promise.all(this.checks.map((one) => answered(one)));
    const feeds = this.feeds();
    const checks = [...asked, this.lag(feeds), this.clock(feeds)];
    const database = asked.find(({ name }) => name === 'database')?.state ?? 'up';
    return {
      status: statusOf(checks, feeds),
      database,
      checks,
      feeds: feeds.map((feed) => ({ ...feed, position: feed.position.toString(), head: feed.head.toString() })),
    };
  }

  private lag(feeds: readonly SubscriberStatus[]): CheckedState {
    const behind = feeds
      .filter(({ lag }) => lag > this.lagLimit)
      .map(({ group, service, lag }) => `${group} is ${lag} events behind ${service}`);
    return found('lag', behind);
  }

  /** An instant that lies ahead is no fault of the process, and yet no query about the present says what was recorded. */
  private clock(feeds: readonly SubscriberStatus[]): CheckedState {
    const last = new Map(
      feeds.flatMap(({ service, recordedAt }) => (recordedAt ? [[service, recordedAt] as const] : [])),
    );
    return found(
      'clock',
      [...last].flatMap(([service, recordedAt]) => aheadOfClock(service, recordedAt, this.now()) ?? []),
    );
  }
}

function found(name: string, faults: readonly string[]): CheckedState {
  const state = { name, required: false } as const;
  return faults.length === 0 ? { ...state, state: 'up' } : { ...state, state: 'down', why: faults.join('; ') };
}

async function answered({ name, isRequired, check }: HealthCheck): Promise<CheckedState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${ANSWER_WITHIN_MS} ms`), ANSWER_WITHIN_MS);
  });
  const why = await Promise.race([check().catch(wordsOf), late]);
  clearTimeout(timer);
  return { name, required: isRequired, state: why ? 'down' : 'up', ...(why ? { why } : {}) };
}

/** A feed that is blocked goes on by itself; one that has stopped shows what is no longer true, until somebody mends it. */
function statusOf(checks: readonly CheckedState[], feeds: readonly SubscriberStatus[]): HealthStanding['status'] {
  if (checks.some(({ required, state }) => required && state === 'down')) return 'not ready';
  if (feeds.some(({ state }) => state === 'stopped')) return 'not ready';
  const whole = checks.every(({ state }) => state === 'up') && feeds.every(({ state }) => state === 'running');
  return whole ? 'ready' : 'degraded';
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));
