import { AsyncLocalStorage } from 'node:async_hooks';
import type { Language } from '@zhibu/contracts';
import { languageOf } from '@zhibu/service-kit';
import type { NextFunction, Request, Response } from 'express';

const asked = new AsyncLocalStorage<Language>();

/** Remembers the language a request asks for, for whatever answers it: errors have no GraphQL context. */
export function rememberLanguage(request: Request, _response: Response, next: NextFunction): void {
  asked.run(languageOf(request.headers['accept-language']), next);
}

/** The language of the request being answered; Chinese outside of one. */
export const currentLanguage = (): Language => asked.getStore() ?? 'zh';
