import { AsyncLocalStorage } from 'node:async_hooks';
import type { Language } from '@zhibu/contracts';
import { languageOf } from '@zhibu/service-kit';
import type { NextFunction, Request, Response } from 'express';

/** What errors are told by, which have no GraphQL context. */
interface Telling {
  readonly language: Language;
  errors: number;
}

const telling = new AsyncLocalStorage<Telling>();

/** Remembers the language a request asks for, for whatever answers it. */
export function rememberLanguage(request: Request, _response: Response, next: NextFunction): void {
  telling.run({ language: languageOf(request.headers['accept-language']), errors: 0 }, next);
}

/** Does some work in a language, whatever the request asks for: a document is written in Chinese. */
export const inLanguage = <Result>(language: Language, work: () => Result): Result =>
  telling.run({ language, errors: 0 }, work);

/** The language of the request being answered; Chinese outside of one. */
export const currentLanguage = (): Language => telling.getStore()?.language ?? 'zh';

/** Counts an error of the request being answered. @returns how many there were with it; 1 outside of one */
export function countError(): number {
  const told = telling.getStore();
  if (told) told.errors += 1;
  return told?.errors ?? 1;
}
