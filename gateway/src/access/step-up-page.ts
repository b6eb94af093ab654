import type { Response } from 'express';
import { currentLanguage } from '../request/language.ts';
import { logInWords } from './log-in.words.ts';
import { authenticatorLink, base32 } from './one-time-password.ts';
import { answerPage, escaped, type Field, formOf } from './page.ts';
import type { Session } from './sessions.ts';
import { oidcPath } from './way-back.ts';

/** What a page for whoever has a session shows. */
export interface SessionPage {
  readonly session: Session;
  /** Where he goes back. */
  readonly to: string;
  readonly notice?: string;
  readonly status?: number;
}

const say = (key: keyof typeof logInWords): string => logInWords[key][currentLanguage()];
const hidden = (to: string): Field => ({ name: 'to', label: '', type: 'hidden', value: to, fill: 'off' });
const password = (): Field => ({
  name: 'password',
  label: say('password'),
  type: 'password',
  fill: 'current-password',
});

/** Answers the page on which whoever has a session proves again who he is, or ends it. */
export function answerStepUpPage(response: Response, { session, to, notice, status }: SessionPage): void {
  const language = currentLanguage();
  const code: Field = { name: 'oneTimePassword', label: say('code'), fill: 'one-time-code' };
  const asked = session.factors.includes('totp') ? [password(), code] : [password()];
  const form = isOfOidc(session) ? oidcLink(to) : formOf('/step-up', [hidden(to), ...asked], say('stepUp'));
  const body = `<p>${say('stepUpFor')}<code>${escaped(session.login)}</code></p>${form}\n${formOf('/log-out', [], say('logOut'))}`;
  answerPage(response, { language, title: say('stepUp'), notice, body }, status);
}

/** Whoever has proven himself elsewhere does so there again. */
export const isOfOidc = ({ factors }: Session): boolean => factors.includes('oidc');
const oidcLink = (to: string): string => `<p><a href="${oidcPath(to)}">${say('oidcAgain')}</a></p>`;

/** Answers the page on which whoever logged in elsewhere reads that his duty asks for more than he proved there. */
export function answerFactorElsewhere(response: Response, to: string): void {
  const body = `<p>${say('oidcSecondFactor')}</p>${oidcLink(to)}\n${formOf('/log-out', [], say('logOut'))}`;
  answerPage(response, { language: currentLanguage(), title: say('secondFactor'), body }, 403);
}

/** Answers the page on which a second factor is set up, before anything else. */
export function answerSecondFactorPage(
  response: Response,
  { session, secret, to, notice, status }: SessionPage & { readonly secret: Buffer },
): void {
  const language = currentLanguage();
  const code: Field = { name: 'oneTimePassword', label: say('shownCode'), fill: 'one-time-code' };
  const shown = `<p>${say('secondFactorFor')}</p><p>${say('secretToAdd')}</p><p><code>${base32(secret)}</code></p>
<p><code>${escaped(authenticatorLink(session.login, secret))}</code></p>`;
  const form = formOf('/second-factor', [hidden(to), password(), code], say('secondFactor'));
  const body = `${shown}${form}\n${formOf('/log-out', [], say('logOut'))}`;
  answerPage(response, { language, title: say('secondFactor'), notice, body }, status);
}
