import type { Wording } from './vocabulary.ts';

/** What kind of trouble a refusal is; decides the HTTP status, once. */
export type RefusalKind =
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'rule'
  | 'too-large'
  | 'too-many'
  | 'too-slow'
  | 'misdirected'
  | 'unsupported'
  | 'unavailable'
  | 'unauthorized'
  | 'forbidden';

/** What went wrong and what to do, in Chinese and English. */
export interface RefusalWords extends Wording {
  readonly kind: RefusalKind;
}

const of =
  (kind: RefusalKind) =>
  (zh: string, en: string): RefusalWords => ({ kind, zh, en });

export const [invalid, notFound, conflict, rule] = [of('invalid'), of('not-found'), of('conflict'), of('rule')];
export const [unauthorized, forbidden, tooMany] = [of('unauthorized'), of('forbidden'), of('too-many')];
export const unavailable = of('unavailable');
export const [tooLarge, unsupported] = [of('too-large'), of('unsupported')];
export const [tooSlow, misdirected] = [of('too-slow'), of('misdirected')];
