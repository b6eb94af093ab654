import type { Language } from '@zhibu/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import type { Away, Outage } from './outage.ts';

/** The running platform, and who asks it for what. */
export interface Platform {
  /** Base URL, without a slash at its end. */
  readonly server: string;
  /** Reference of the person on whose behalf commands are sent; absent: the platform's local operator. */
  readonly actor?: string | undefined;
  /** Code of the organization for which he acts; absent: for none. */
  readonly actingFor?: string | undefined;
  /** By which the platform knows its operator; absent: by nothing, as from a program of its own machine. */
  readonly token?: string | undefined;
  /** Of the texts it answers; absent: Chinese. */
  readonly language?: Language | undefined;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  /** By which all who send wait together while somebody is away; absent: each repeats for some seconds. */
  readonly outage?: Outage | undefined;
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

/** Whom the platform takes a sender for who names nobody. */
const LOCAL_OPERATOR = 'local-operator';
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 250;
const DEADLINE_MS = 120_000;
/** Answers of a platform that is starting, stopping or overloaded, or by which the sender has to wait his turn. */
const passing = new Set([429, 502, 503, 504]);

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Who cannot be asked, by an answer that the platform gave all the same. */
export type AwayIn = (body: unknown) => Away | undefined;

/**
 * Posts JSON and reads JSON; repeats while the platform cannot be reached: some eight seconds in all, or, with an
 * {@link Outage}, for as long as that is waited out. Everything sent through here is safe to repeat: queries, and commands
 * under their own ids.
 * @param awayIn finds in an answer that somebody behind the platform is away; asked only where outages are waited out
 * @throws PlatformAbsent, PlatformRefused, OutageTooLong, or the signal's reason
 */
export async function post(platform: Platform, path: string, json: string, awayIn?: AwayIn): Promise<unknown> {
  const { outage } = platform;
  return outage
    ? waitedOut(platform, outage, { path, json, awayIn: awayIn ?? (() => undefined) })
    : repeated(platform, path, json);
}

async function repeated(platform: Platform, path: string, json: string): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await attempted(platform, path, json);
    if (answer && !passing.has(answer.status)) return bodyOf(answer, platform);
    if (attempt === ATTEMPTS)
      throw new PlatformAbsent(answer ? `${platform.server}: HTTP ${answer.status}` : platform.server);
    await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal: platform.signal });
  }
}

interface Posted {
  readonly path: string;
  readonly json: string;
  readonly awayIn: AwayIn;
}

async function waitedOut(platform: Platform, outage: Outage, { path, json, awayIn }: Posted): Promise<unknown> {
  const sender = {};
  let isAnswered = false;
  try {
    for (;;) {
      await outage.turn(sender, platform.signal);
      const answer = await attempted(platform, path, json);
      const away = awayBy(answer, platform) ?? awayIn(answer?.body);
      isAnswered = !away;
      if (!away && answer) return bodyOf(answer, platform);
      if (away) outage.found(sender, away);
    }
  } finally {
    outage.left(sender, isAnswered);
  }
}

function awayBy(answer: Answer | undefined, { server }: Platform): Away | undefined {
  if (!answer) return { what: server };
  if (!passing.has(answer.status)) return undefined;
  return {
    what: textOf(answer.body, 'service') ?? `${server}: HTTP ${answer.status}`,
    since: textOf(answer.body, 'since'),
  };
}

/** Who is away by a problem that says so; undefined for every other one. */
export function awayByProblem(problem: unknown, { server }: Platform): Away | undefined {
  if (textOf(problem, 'code') !== 'SERVICE_UNAVAILABLE') return undefined;
  return { what: textOf(problem, 'service') ?? server, since: textOf(problem, 'since') };
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
      headers: { ...headersOf(platform), 'content-type': 'application/json' },
      signal: AbortSignal.any([platform.signal, AbortSignal.timeout(DEADLINE_MS)]),
    });
    return { status: response.status, body: parsed(await response.text()) };
  } catch {
    // Refused, reset or timed out: the same to us. An interruption is the signal's own reason.
    platform.signal.throwIfAborted();
    return undefined;
  }
}

/** Who asks, for whom, and in which language. */
export const headersOf = ({ language, actor, actingFor, token }: Platform): Readonly<Record<string, string>> => ({
  accept: 'application/json, application/problem+json',
  'accept-language': language ?? 'zh',
  // Batches of megabytes are taken from senders only who say who they are.
  'zhibu-operator': encodeURIComponent(actor ?? LOCAL_OPERATOR),
  ...header('zhibu-acting-for', actingFor),
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
});

const header = (name: string, value: string | undefined): Readonly<Record<string, string>> =>
  value === undefined ? {} : { [name]: encodeURIComponent(value) };

function bodyOf({ status, body }: Answer, { server }: Platform): unknown {
  if (body === undefined) throw new PlatformAbsent(`${server}: HTTP ${status}, no JSON`);
  if (status === 200 || ((status === 400 || status === 401) && hasErrors(body))) return body;
  const { code, says } = problemIn(body) ?? { code: `HTTP_${status}`, says: `HTTP_${status}` };
  throw new PlatformRefused(code, says);
}

/** The stable code and the sentence of a problem; undefined where it is none. */
export function problemIn(body: unknown): { readonly code: string; readonly says: string } | undefined {
  const code = textOf(body, 'code');
  return code === undefined ? undefined : { code, says: textOf(body, 'detail') ?? textOf(body, 'title') ?? code };
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
