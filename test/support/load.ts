import { setTimeout as pause } from 'node:timers/promises';
import type { AnsweredEvent, Entry, Ledger } from './ledger.ts';

/** A command that somebody wants to send. */
export interface Wanted {
  readonly name: string;
  readonly data: object;
}

export interface LoadOptions {
  /** Where the doors are; several are taken in turn when one does not answer. */
  readonly urls: () => readonly string[];
  readonly ledger: Ledger;
  /** By what the doors know who sends; nothing unless told. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The next command. */
  readonly next: () => Wanted;
  /** A new command id. */
  readonly newId: () => string;
  /** How many send at once; 6 unless told. */
  readonly senders?: number;
  /** The pause of a sender between two commands, in milliseconds; 60 unless told. */
  readonly pauseMs?: number;
  /** Told of each command that was acknowledged. */
  readonly onAcknowledged?: (entry: Entry) => void;
}

/** What came back: an answer that says what became of the command, or none. */
type Answer =
  | { readonly kind: 'acknowledged'; readonly events: readonly AnsweredEvent[] }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'open'; readonly why: string };

const SENT_WITHIN_MS = 30_000;
const BETWEEN_TRIES_MS = 100;
const SETTLED_WITHIN_MS = 120_000;
const UNAVAILABLE = 500;
/** Said while a service is behind, or met somebody else: the same command may be taken a moment later. */
const NOT_YET = new Set(['REVISION_CONFLICT', 'BRANCH_UNKNOWN', 'SERVICE_UNAVAILABLE', 'KNOWN_AT_NOT_READ']);

/** A steady stream of commands through the gateway's door, each sent again under the same id until it is known what became of it. */
export class Load {
  private readonly options: LoadOptions;
  private readonly flying = new Map<string, Entry>();
  private running = false;
  private senders: Promise<unknown> = Promise.resolve();
  private deadline = Number.POSITIVE_INFINITY;
  /** Why commands had to be sent again, with how often. */
  readonly troubles = new Map<string, number>();
  lastAcknowledgedAt = 0;

  constructor(options: LoadOptions) {
    this.options = options;
  }

  /** Commands that were sent and are not answered, by name. */
  inFlight(names?: ReadonlySet<string>): number {
    return [...this.flying.values()].filter(({ name }) => names?.has(name) ?? true).length;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.deadline = Number.POSITIVE_INFINITY;
    this.senders = Promise.all(Array.from({ length: this.options.senders ?? 6 }, () => this.send()));
  }

  /** Sends nothing new, and waits until it is known what became of all that was sent. */
  async stop(): Promise<void> {
    this.running = false;
    this.deadline = Date.now() + SETTLED_WITHIN_MS;
    await this.senders;
  }

  /** Sends one command until it is known what became of it, or time is up. */
  async perform(wanted: Wanted, id = this.options.newId()): Promise<Entry> {
    return this.settle(this.options.ledger.note(id, wanted.name, wanted.data));
  }

  private async settle(entry: Entry): Promise<Entry> {
    this.flying.set(entry.id, entry);
    try {
      while (!(await this.attempt(entry))) {
        if (Date.now() > this.deadline) return entry;
        await pause(BETWEEN_TRIES_MS);
      }
      return entry;
    } finally {
      this.flying.delete(entry.id);
    }
  }

  /** Sends many at once by the batch door; what a batch does not answer is sent one by one. */
  async performMany(wanted: readonly Wanted[]): Promise<void> {
    const entries = wanted.map(({ name, data }) => this.options.ledger.note(this.options.newId(), name, data));
    const answers = await this.askMany(entries);
    for (const [index, entry] of entries.entries()) {
      const answer = answers[index];
      if (answer?.kind === 'acknowledged') this.acknowledge(entry, answer.events);
      else if (answer?.kind === 'refused') entry.refused = answer.code;
      else await this.settle(entry);
    }
  }

  /** Sends a command that was acknowledged once more. @returns what differs from the first answer; undefined: nothing */
  async repeat(entry: Entry): Promise<string | undefined> {
    for (const until = Date.now() + SETTLED_WITHIN_MS; ; await pause(BETWEEN_TRIES_MS)) {
      const answer = await this.ask(entry);
      if (answer.kind === 'open' && Date.now() < until) continue;
      const [first, again] = [
        JSON.stringify(entry.acknowledged),
        answer.kind === 'acknowledged' ? JSON.stringify(answer.events) : JSON.stringify(answer),
      ];
      return first === again ? undefined : `${entry.name} ${entry.id} was answered ${first}, and again ${again}`;
    }
  }

  private async send(): Promise<void> {
    const { next, pauseMs = 60 } = this.options;
    while (this.running) {
      await this.perform(next());
      await pause(pauseMs);
    }
  }

  private async attempt(entry: Entry): Promise<boolean> {
    const began = performance.now();
    const answer = await this.ask(entry, entry.failures);
    entry.slowest = Math.max(entry.slowest, performance.now() - began);
    if (answer.kind === 'open') {
      entry.failures += 1;
      this.troubles.set(answer.why, (this.troubles.get(answer.why) ?? 0) + 1);
      return false;
    }
    if (answer.kind === 'refused') entry.refused = answer.code;
    else this.acknowledge(entry, answer.events);
    return true;
  }

  private acknowledge(entry: Entry, events: readonly AnsweredEvent[]): void {
    entry.acknowledged = events;
    this.lastAcknowledgedAt = Date.now();
    this.options.onAcknowledged?.(entry);
  }

  private async ask({ id, name, data }: Entry, turn = 0): Promise<Answer> {
    const urls = this.options.urls();
    try {
      const response = await fetch(`${urls[turn % urls.length]}/commands/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.options.headers },
        body: JSON.stringify({ commandId: id, data }),
        signal: AbortSignal.timeout(SENT_WITHIN_MS),
      });
      return answerOf(response.status, await response.json());
    } catch (error) {
      return { kind: 'open', why: wordsOf(error) };
    }
  }

  private async askMany(entries: readonly Entry[]): Promise<readonly Answer[]> {
    const commands = entries.map(({ id, name, data }) => ({ name, commandId: id, data }));
    try {
      const response = await fetch(`${this.options.urls()[0]}/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.options.headers },
        body: JSON.stringify({ commands }),
        signal: AbortSignal.timeout(SENT_WITHIN_MS * 2),
      });
      const { outcomes } = (await response.json()) as {
        readonly outcomes?: readonly { readonly events?: readonly AnsweredEvent[]; readonly problem?: object }[];
      };
      return (outcomes ?? []).map((outcome) =>
        answerOf(outcome.events ? response.status : UNAVAILABLE - 1, outcome.problem ?? outcome),
      );
    } catch {
      return [];
    }
  }
}

function answerOf(status: number, body: unknown): Answer {
  const { events, code } = Object(body) as { readonly events?: readonly AnsweredEvent[]; readonly code?: string };
  if (status === 200 && events) return { kind: 'acknowledged', events };
  if (status >= UNAVAILABLE || code === undefined || NOT_YET.has(code))
    return { kind: 'open', why: code ?? `status ${status}` };
  return { kind: 'refused', code };
}

/** What `fetch` says itself is only that it failed. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause: unknown = Object(error.cause).code;
  return typeof cause === 'string' ? cause : error.name;
}
