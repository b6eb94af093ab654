import type { Language } from '@zhibu/contracts';
import { setTimeout as pause } from 'node:timers/promises';

/** The running platform, and who asks it for what. */
export interface Platform {
  /** Base URL, without a slash at its end. */
  readonly server: string;
  /** Reference of the person on whose behalf commands are sent; absent: the platform's local operator. */
  readonly actor?: string | undefined;
  /** Of the texts it answers; absent: Chinese. */
  readonly language?: Language | undefined;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/** The platform did not answer, or not as it should: nothing more can be asked of it. */
export class PlatformAbsent extends Error {
  override readonly name = 'PlatformAbsent';
}

/** The platform refused the request as a whole, with its stable code. */
export class PlatformRefused extends Error {
  override readonly name = 'PlatformRefused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 250;
const DEADLINE_MS = 120_000;
/** Answers of a platform that is starting, stopping or overloaded. */
const passing = new Set([502, 503, 504]);

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * Posts JSON and reads JSON; repeats while the platform cannot be reached, some eight seconds in all. Everything sent
 * through here is safe to repeat: queries, and commands under their own ids.
 * @throws PlatformAbsent, PlatformRefused, or the signal's reason
 */
export async function post(platform: Platform, path: string, json: string): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await attempted(platform, path, json);
    if (answer && !passing.has(answer.status)) return bodyOf(answer, platform);
    if (attempt === ATTEMPTS)
      throw new PlatformAbsent(answer ? `${platform.server}: HTTP ${answer.status}` : platform.server);
    await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal: platform.signal });
  }
}

/** Whether anybody is there, asked once: a person waits for the answer. @throws PlatformAbsent, or the signal's reason */
export async function contact(platform: Platform): Promise<void> {
  const answer = await attempted(platform, '/graphql', JSON.stringify({ query: '{ __typename }' }));
  if (!answer) throw new PlatformAbsent(platform.server);
}

async function attempted(platform: Platform, path: string, body: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${platform.server}${path}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, application/problem+json',
        'accept-language': platform.language ?? 'zh',
        ...(platform.actor === undefined ? {} : { 'zhibu-operator': encodeURIComponent(platform.actor) }),
      },
      signal: AbortSignal.any([platform.signal, AbortSignal.timeout(DEADLINE_MS)]),
    });
    return { status: response.status, body: parsed(await response.text()) };
  } catch {
    // Refused, reset or timed out: the same to us. An interruption is the signal's own reason.
    platform.signal.throwIfAborted();
    return undefined;
  }
}

function bodyOf({ status, body }: Answer, { server }: Platform): unknown {
  if (body === undefined) throw new PlatformAbsent(`${server}: HTTP ${status}, no JSON`);
  if (status === 200 || (status === 400 && hasErrors(body))) return body;
  const code = textOf(body, 'code') ?? `HTTP_${status}`;
  throw new PlatformRefused(code, textOf(body, 'detail') ?? textOf(body, 'title') ?? code);
}

const hasErrors = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'errors' in body && !('code' in body);

function textOf(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
