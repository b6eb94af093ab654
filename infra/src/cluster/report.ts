import { z } from 'zod';

/** What a process waits for at its start. */
export interface Waiting {
  /** As the process names it. */
  readonly what: string;
  readonly error: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

const line = z.object({
  level: z.string(),
  message: z.string().optional(),
  fault: z.string().optional(),
  error: z.string().optional(),
  waitsFor: z.string().optional(),
  reached: z.string().optional(),
});
type Line = z.infer<typeof line>;

/** What a process says in its log, as far as whoever started it needs it: why it ended, and what it waits for. */
export class ProcessReport {
  private rest = '';
  private readonly waits = new Map<string, Waiting>();
  private said = '';

  /** Takes in what it writes, in pieces as they come. */
  take(text: string): void {
    const lines = `${this.rest}${text}`.split('\n');
    this.rest = lines.pop() ?? '';
    for (const one of lines.filter((each) => each.trim() !== '')) this.takeLine(one);
  }

  /** What went wrong last, in one line; what it wrote that is no log where nothing did. */
  get last(): string {
    return this.said;
  }

  /** What it has waited for longest. */
  waiting(): Waiting | undefined {
    return [...this.waits.values()][0];
  }

  private takeLine(text: string): void {
    const read = parsed(text);
    if (!read) this.said = `${this.said} ${text.trim()}`.slice(-LONGEST).trim();
    else this.takeFacts(read);
  }

  private takeFacts({ level, message, fault, error, waitsFor, reached }: Line): void {
    if (reached !== undefined) this.waits.delete(reached);
    if (waitsFor !== undefined)
      this.waits.set(waitsFor, {
        what: waitsFor,
        error: error ?? '',
        since: this.waits.get(waitsFor)?.since ?? Date.now(),
      });
    if (GRAVE.has(level)) this.said = [fault ?? message, error].filter((part) => part !== undefined).join(': ');
  }
}

const GRAVE = new Set(['warn', 'error']);
const LONGEST = 1_000;

function parsed(text: string): Line | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
