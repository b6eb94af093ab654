import { dutyNames, dutyTable, type Language } from '@zhibu/contracts';
import type { Response } from 'express';
import { logInWords } from './log-in.words.ts';
import { DEMONSTRATION_PASSWORD } from './demonstration-accounts.ts';
import { answerPage, escaped, formOf } from './page.ts';
import { oidcPath } from './way-back.ts';

/** What the page by which people log in shows. */
export interface LogInPage {
  readonly language: Language;
  readonly notice?: string | undefined;
  /** As it was filled in. */
  readonly login?: string;
  /** Where he goes on afterwards, where that is not the front page. */
  readonly to?: string;
  /** Whether somebody who has a session may end it here. */
  readonly mayLogOut?: boolean;
  readonly status?: number;
  /** Whether people may log in at an identity provider, too. */
  readonly hasOidc?: boolean;
  /** The demonstration accounts that may be used, by their logins. */
  readonly demonstration?: readonly string[];
}

/** Answers the page by which people log in. */
export function answerLogInPage(response: Response, page: LogInPage): void {
  const { language, notice, login = '', mayLogOut = false, status } = page;
  const say = (key: keyof typeof logInWords): string => logInWords[key][language];
  const form = formOf(
    '/log-in',
    [
      ...(page.to === undefined
        ? []
        : [{ name: 'to', label: '', type: 'hidden', value: page.to, fill: 'off' } as const]),
      { name: 'login', label: say('login'), value: login, fill: 'username' },
      { name: 'password', label: say('password'), type: 'password', fill: 'current-password' },
      { name: 'oneTimePassword', label: say('oneTimePassword'), fill: 'one-time-code', isOptional: true },
      { name: 'newPassword', label: say('newPassword'), type: 'password', fill: 'new-password', isOptional: true },
    ],
    say('logIn'),
  );
  const out = mayLogOut ? `\n${formOf('/log-out', [], say('logOut'))}` : '';
  const body = `${form}${oidcOf(page)}${out}${demonstrationOf(page)}`;
  answerPage(response, { language, title: say('logIn'), notice, body }, status);
}

/** 示范账户: what each is for, its login, and the password that they share. */
function demonstrationOf({ language, demonstration = [] }: LogInPage): string {
  if (demonstration.length === 0) return '';
  const rows = dutyNames
    .filter((duty) => demonstration.includes(duty))
    .map((duty) => `<tr><td>${dutyTable[duty].words[language]}</td><td><code>${escaped(duty)}</code></td></tr>`);
  return `<h3>${logInWords.demonstration[language]}</h3>
<p>${logInWords.demonstrationPassword[language]}<code>${DEMONSTRATION_PASSWORD}</code></p><table>${rows.join('')}</table>`;
}

function oidcOf({ language, hasOidc = false, to = '/' }: LogInPage): string {
  if (!hasOidc) return '';
  const [there, out] = [logInWords.oidc[language], logInWords.oidcOut[language]];
  return `<p><a href="${oidcPath(to)}">${there}</a></p>${formOf('/log-out/oidc', [], out)}`;
}
