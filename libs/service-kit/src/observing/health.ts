import type { Language, Wording } from '@zhibu/contracts';
import type { SubscriberStatus } from '@zhibu/feed';
import { aheadOfClock } from './clock.ts';
import { joined, late, states, withDetail } from './vocabulary.ts';

/** Something that a process leans on. */
export interface HealthCheck {
  readonly name: string;
  /** Without it the process can answer nobody. */
  readonly isRequired: boolean;
  /** What it means that the check rejects or does not answer, and what to do. */
  readonly whenDown: Wording;
  /** Rejects, or answers why not, when it is not as it should be. */
  readonly check: () => Promise<Wording | undefined | void>;
}

/** What was found of one thing. */
export interface CheckedState {
  readonly name: string;
  readonly state: 'up' | 'down';
  readonly required: boolean;
  /** One sentence in the language asked for, what a system said itself marked as such after it. */
  readonly why?: string;
}

type Checked = Omit<CheckedState, 'why'> & { readonly why?: Wording };

/** How a feed stands. `error` is the system's own message, `remedy` the sentence on it. */
export interface FeedStanding extends Omit<SubscriberStatus, 'position' | 'head' | 'remedy'> {
  readonly position: string;
  readonly head: string;
  readonly remedy?: string;
}

/** How a process stands. */
export interface HealthStanding {
  /** `degraded`: it answers, but news come late. It must not be taken out of service for it, for the others fare alike. */
  readonly status: 'ready' | 'degraded' | 'not ready';
  /** Whether the process's own database answers. */
  readonly database: 'up' | 'down';
  readonly checks: readonly CheckedState[];
  /** What is no fault, and yet to be known of this installation; absent: nothing. */
  readonly notices?: readonly string[];
  readonly feeds: readonly FeedStanding[];
}

/** Each is asked for so long; all are asked at once. */
const ANSWER_WITHIN_MS = 2_000;

/** Asks everything that a process leans on, each by its name and in bounded time. */
export class Health {
  private readonly checks: readonly HealthCheck[];
  private readonly feeds: () => readonly SubscriberStatus[];
  private readonly notices: () => Promise<readonly Wording[]>;
  private readonly lagLimit: number;
  private readonly showsFeeds: boolean;
  private readonly now: () => number;

  /**
   * @param about.lagLimit events that a feed may be behind before the process counts as degraded
   * @param about.showsFeeds whether it answers by what it has read, and nothing before it has read each feed once
   * @param about.notices what is no fault, and yet to be known; what cannot be asked is not told
   * @param about.now milliseconds; the machine's clock unless told
   */
  constructor(about: {
    readonly checks: readonly HealthCheck[];
    readonly feeds: () => readonly SubscriberStatus[];
    readonly lagLimit: number;
    readonly showsFeeds?: boolean | undefined;
    readonly notices?: (() => Promise<readonly Wording[]>) | undefined;
    readonly now?: (() => number) | undefined;
  }) {
    this.checks = about.checks;
    this.feeds = about.feeds;
    this.notices = about.notices ?? (async () => []);
    this.lagLimit = about.lagLimit;
    this.showsFeeds = about.showsFeeds ?? false;
    this.now = about.now ?? Date.now;
  }

  async look(language: Language): Promise<HealthStanding> {
    const [asked, notices] = await Promise.all([
      Promise.all(this.checks.map((one) => answered(one))),
      inTime(this.notices()),
    ]);
    const feeds = this.feeds();
    const checks = [...asked, ...this.firstReading(feeds), this.lag(feeds), this.clock(feeds)];
    const database = asked.find(({ name }) => name === 'database')?.state ?? 'up';
    return {
      status: statusOf(checks, feeds),
      database,
      checks: checks.map(({ why, ...one }) => ({ ...one, ...(why ? { why: why[language] } : {}) })),
      ...(notices.length === 0 ? {} : { notices: notices.map((notice) => notice[language]) }),
      feeds: feeds.map((feed) => standingOf(feed, language)),
    };
  }

  /** Whoever has read nothing yet would show that there is nothing: others are asked until he has. */
  private firstReading(feeds: readonly SubscriberStatus[]): readonly Checked[] {
    if (!this.showsFeeds) return [];
    const unread = feeds.filter(({ hasRead }) => !hasRead).map(({ service }) => states.unread(service));
    return [{ ...found('first reading', unread), required: true }];
  }

  private lag(feeds: readonly SubscriberStatus[]): Checked {
    const behind = feeds
      .filter(({ lag }) => lag > this.lagLimit)
      .map(({ group, service, lag }) => states.lag(group, service, lag));
    return found('lag', behind);
  }

  /** An instant that lies ahead is no fault of the process, and yet no query about the present says what was recorded. */
  private clock(feeds: readonly SubscriberStatus[]): Checked {
    const last = new Map(
      feeds.flatMap(({ service, recordedAt }) => (recordedAt ? [[service, recordedAt] as const] : [])),
    );
    return found(
      'clock',
      [...last].flatMap(([service, recordedAt]) => aheadOfClock(service, recordedAt, this.now()) ?? []),
    );
  }
}

function standingOf({ position, head, remedy, ...feed }: SubscriberStatus, language: Language): FeedStanding {
  const told = { ...feed, position: position.toString(), head: head.toString() };
  return remedy ? { ...told, remedy: remedy[language] } : told;
}

function found(name: string, faults: readonly Wording[]): Checked {
  const state = { name, required: false } as const;
  return faults.length === 0 ? { ...state, state: 'up' } : { ...state, state: 'down', why: joined(faults) };
}

/** Health itself is not kept waiting by what is only to be known. */
function inTime(notices: Promise<readonly Wording[]>): Promise<readonly Wording[]> {
  const none = new Promise<readonly Wording[]>((resolve) => {
    setTimeout(() => resolve([]), ANSWER_WITHIN_MS).unref();
  });
  return Promise.race([notices.catch(() => []), none]);
}

async function answered({ name, isRequired, whenDown, check }: HealthCheck): Promise<Checked> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Wording>((resolve) => {
    timer = setTimeout(() => resolve(late(whenDown, ANSWER_WITHIN_MS)), ANSWER_WITHIN_MS);
  });
  const asked = check().catch((error: unknown) => withDetail(whenDown, wordsOf(error)));
  const why = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return { name, required: isRequired, state: why ? 'down' : 'up', ...(why ? { why } : {}) };
}

/** A feed that is blocked goes on by itself; one that has stopped shows what is no longer true, until somebody mends it. */
function statusOf(checks: readonly Checked[], feeds: readonly SubscriberStatus[]): HealthStanding['status'] {
  if (checks.some(({ required, state }) => required && state === 'down')) return 'not ready';
  if (feeds.some(({ state }) => state === 'stopped')) return 'not ready';
  const whole = checks.every(({ state }) => state === 'up') && feeds.every(({ state }) => state === 'running');
  return whole ? 'ready' : 'degraded';
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));
