import type { z } from 'zod';
import { type Platform, PlatformAbsent, PlatformRefused, problemIn, headersOf } from './request.adapter.ts';

/** A line may be long in coming while a log is read; silence longer than this is none of that. */
const SILENCE_MS = 120_000;

/**
 * Reads an answer that comes line by line, each a JSON that the schema lets through; a line that is a problem ends it.
 * @throws PlatformAbsent, also where the answer breaks off; PlatformRefused; the signal's reason
 */
export async function* lines<Line>(platform: Platform, path: string, schema: z.ZodType<Line>): AsyncGenerator<Line> {
  const { server, signal } = platform;
  try {
    for await (const text of linesOf(platform, path)) {
      const value: unknown = JSON.parse(text);
      const problem = problemIn(Object(value).problem);
      if (problem) throw new PlatformRefused(problem.code, problem.says);
      yield schema.parse(value);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PlatformRefused || error instanceof PlatformAbsent) throw error;
    throw new PlatformAbsent(server, { cause: error });
  }
}

async function* linesOf(platform: Platform, path: string): AsyncGenerator<string> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const signal = AbortSignal.any([platform.signal, silence.signal]);
    const response = await fetch(`${platform.server}${path}`, { headers: headersOf(platform), signal });
    if (!response.ok) throw await refused(platform, response);
    let rest = '';
    for await (const chunk of (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(
      new TextDecoderStream(),
    )) {
      timer.refresh();
      const parts = `${rest}${chunk}`.split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
    if (rest !== '') throw new PlatformAbsent(`${platform.server}: the answer broke off`);
  } finally {
    clearTimeout(timer);
  }
}

/** What an answer that is none says of why. */
export async function refused({ server }: Platform, response: Response): Promise<Error> {
  const problem = problemIn(await response.json().catch(() => undefined));
  return problem
    ? new PlatformRefused(problem.code, problem.says)
    : new PlatformAbsent(`${server}: HTTP ${response.status}`);
}
