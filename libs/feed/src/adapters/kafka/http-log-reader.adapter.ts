import type { Checkpoint, When } from '@zhibu/event-store';
import type { RecordedEvent } from '@zhibu/kernel';
import { type LogReader, LogUnavailable } from './log-reader.ts';

export interface HttpLogReaderOptions {
  /** The owning service's base URL. */
  readonly url: string;
  /** Headers of each request, made anew for it by its path: the place for a token. */
  readonly headers?: (path: string) => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /** How long a page may take; 30,000 unless told. */
  readonly timeoutMs?: number;
}

/** The owning service's log by its `GET /log` (NDJSON, upcasted) and `GET /log/head`. */
export class HttpLogReader implements LogReader {
  private readonly options: HttpLogReaderOptions;

  constructor(options: HttpLogReaderOptions) {
    this.options = options;
  }

  async readLog(after: bigint, limit: number, signal?: AbortSignal): Promise<readonly RecordedEvent[]> {
    const text = await this.get(`/log?after=${after < 0n ? 0n : after}&limit=${limit}`, signal);
    const lines = text.split('\n');
    // What ends without a line's end was broken off, and is asked for again.
    return lines.slice(0, -1).map((line) => recordedEventOf(JSON.parse(line)));
  }

  async head(when: When = 'now'): Promise<Checkpoint | undefined> {
    const head = JSON.parse(await this.get(`/log/head?when=${when}`)) as {
      generation: string | null;
      position: string;
      eventId: string | null;
    };
    if (head.generation === null || head.eventId === null) return undefined;
    return { generation: head.generation, position: BigInt(head.position), eventId: head.eventId };
  }

  private async get(path: string, signal?: AbortSignal): Promise<string> {
    const { url, headers, timeoutMs = 30_000 } = this.options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(new URL(path, url), {
        headers: { ...(await headers?.(path)) },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      if (!response.ok) throw new Error(`it answers ${response.status}`);
      return await response.text();
    } catch (error) {
      throw new LogUnavailable(`the log at ${url} cannot be read: ${wordsOf(error)}`, { cause: error });
    }
  }
}

function recordedEventOf(line: Omit<RecordedEvent, 'position'> & { readonly position: string }): RecordedEvent {
  return { ...line, position: BigInt(line.position) };
}

/** What `fetch` says itself is only that it failed. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error
    ? error.cause.message || String('code' in error.cause ? error.cause.code : error.cause.name)
    : error.message;
}
