import { randomUUID } from 'node:crypto';
import { type Language, refusal, type RefusalKind, refusalSentence, refusalWords } from '@zhibu/contracts';
import type { Refusal } from '@zhibu/kernel';

/** RFC 9457 problem details, with our stable code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly [fact: string]: unknown;
}

const statusOf: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  rule: 422,
  'too-large': 413,
  'too-many': 429,
  'too-slow': 408,
  misdirected: 421,
  unsupported: 415,
  unavailable: 503,
  unauthorized: 401,
  forbidden: 403,
};

/** The problem that a refusal is answered with: a sentence for people, and beside it the facts for programs. */
export function problemOf({ code, details }: Refusal, language: Language): Problem {
  const { errors, ...facts } = details;
  const places = errors?.map(({ field, problem }) => ({ field, problem: problem[language] }));
  const words = refusalWords[code];
  return {
    ...facts,
    ...(places ? { errors: places } : {}),
    type: `urn:zhibu:problem:${code}`,
    title: refusalSentence(code, {}, language),
    status: words ? statusOf[words.kind] : 422,
    code,
    detail: refusalSentence(code, details, language),
  };
}

/** The problem of an error nobody foresaw: a stable code and a reference number; the error itself goes to the log. */
export function unforeseen(language: Language): Problem & { readonly reference: string } {
  const reference = randomUUID();
  return { ...problemOf(refusal('UNFORESEEN'), language), status: 500, reference, instance: `urn:uuid:${reference}` };
}
