import type { Response } from 'express';
import { currentLanguage } from '../request/language.ts';
import type { SetUp } from './set-ups.ts';
import { logInWords } from './log-in.words.ts';
import { authenticatorLink, base32 } from './one-time-password.ts';
import { answerPage, escaped, type Field, formOf } from './page.ts';

/** A fragment goes to no server and into no log: the page takes the token out of its own address. */
const SCRIPT =
  "const token=document.querySelector('[name=token]');" +
  "if(location.hash.length>1){token.value=location.hash.slice(1);history.replaceState(null,'',location.pathname)}";

/** A form that is opened by a link, as it is shown, or shown again. */
export interface LinkedForm {
  readonly action: string;
  readonly title: keyof typeof logInWords;
  readonly fields: readonly Field[];
  readonly token: string;
  readonly notice?: string | undefined;
  readonly status?: number | undefined;
}

/** Answers a form whose first field is the token of a link. */
export function answerLinkedForm(
  response: Response,
  { action, title, fields, token, notice, status }: LinkedForm,
): void {
  const language = currentLanguage();
  const first: Field = { name: 'token', label: logInWords.token[language], value: token, fill: 'off' };
  const says = logInWords[title][language];
  const body = formOf(action, [first, ...fields], says);
  answerPage(response, { language, title: says, notice, body, script: SCRIPT }, status);
}

/** The fields by which somebody chooses a password; `at` tells his from others'. */
export function passwordFields(at = ''): readonly Field[] {
  const language = currentLanguage();
  return [
    { name: `password${at}`, label: logInWords.chosenPassword[language], type: 'password', fill: 'new-password' },
    { name: `again${at}`, label: logInWords.again[language], type: 'password', fill: 'new-password' },
  ];
}

/** What is set up now, and, once, what the authenticator of each is told. */
export interface Done {
  readonly title: keyof typeof logInWords;
  readonly notice: keyof typeof logInWords;
  readonly people: readonly SetUp[];
}

export function answerDone(response: Response, { title, notice, people }: Done): void {
  const language = currentLanguage();
  const body = `${people.map(secretOf).join('\n')}<p><a href="/log-in">${logInWords.logIn[language]}</a></p>`;
  answerPage(response, { language, title: logInWords[title][language], notice: logInWords[notice][language], body });
}

function secretOf({ login, secret }: SetUp): string {
  if (secret === undefined) return '';
  const says = logInWords.secret[currentLanguage()];
  return `<h3>${escaped(login)}</h3><p>${says}</p><p><code>${base32(secret)}</code></p><p><code>${escaped(authenticatorLink(login, secret))}</code></p>`;
}

/** The same for a program. */
export const told = ({ login, secret }: SetUp): object => ({
  login,
  ...(secret === undefined ? {} : { secret: base32(secret), authenticator: authenticatorLink(login, secret) }),
});

/** What a form was filled in with, as far as it may be shown again. */
export function givenIn(body: unknown, name: string, longest: number): string {
  const value: unknown = Object(body)[name];
  return typeof value === 'string' ? value.slice(0, longest) : '';
}
