import { randomUUID } from 'node:crypto';
import { type Language, refusal, type RefusalKind, refusalWords } from '@zhibu/contracts';
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
  unavailable: 503,
  unauthorized: 401,
};

/** The problem that a refusal is answered with. */
export function problemOf(refusal: Refusal, language: Language): Problem {
  const words = refusalWords[refusal.code];
  const title = words?.[language] ?? refusal.code;
  return {
    ...refusal.details,
    type: `urn:zhibu:problem:${refusal.code}`,
    title,
    status: words ? statusOf[words.kind] : 422,
    code: refusal.code,
    detail: [title, ...facts(refusal)].join(language === 'zh' ? '；' : '; '),
  };
}

/** The problem of an error nobody foresaw: a stable code and a reference number; the error itself goes to the log. */
export function unforeseen(language: Language): Problem & { readonly reference: string } {
  const reference = randomUUID();
  return { ...problemOf(refusal('UNFORESEEN'), language), status: 500, reference, instance: `urn:uuid:${reference}` };
}

function facts({ details }: Refusal): readonly string[] {
  if (details.errors) return details.errors.map((error) => `${error.field}: ${error.problem}`);
  return Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}
