import { hash } from 'node:crypto';
import type { Language } from '@zhibu/contracts';
import type { Request, Response } from 'express';
import { logInWords } from './log-in.words.ts';

/** A page for people who have no session: plain HTML that needs no script, and takes nothing from elsewhere. */
export interface Page {
  readonly language: Language;
  readonly title: string;
  /** What went wrong, or well. */
  readonly notice?: string | undefined;
  /** HTML, in which whatever came from outside is {@link escaped}. */
  readonly body: string;
  /** Where it goes on by itself: a path of ours, or an address of the identity provider. */
  readonly onTo?: string;
  /** What makes it handier where scripts run. */
  readonly script?: string;
}

const STYLE = `body{font:1rem/1.6 system-ui,sans-serif;max-width:26rem;margin:12vh auto;padding:0 1rem;color:#222;background:#fafafa}
h1{font-size:1.1rem;font-weight:400;color:#666;margin:0}h2{font-size:1.5rem;margin:.2rem 0 1.2rem}table{border-collapse:collapse}td{padding:.15rem 1.2rem .15rem 0}h3{font-size:1.1rem;margin:1.6rem 0 0}
label{display:block;margin:.8rem 0}input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem;border:1px solid #888;border-radius:4px}
button{font:inherit;padding:.5rem 1.4rem;margin-top:.6rem;border:0;border-radius:4px;background:#a31515;color:#fff}
form+form button{background:none;color:#a31515;padding-left:0}
.notice{padding:.6rem .8rem;border-left:4px solid #a31515;background:#fff}code{word-break:break-all}`;

const sourceOf = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

const LANGUAGES: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => MARKS[mark] ?? '');

/**
 * Answers a page. Its form is sent to where it came from: without a referrer a browser would name no origin for it, which
 * the doors refuse.
 */
export function answerPage(
  response: Response,
  { language, title, notice, body, script, onTo }: Page,
  status = 200,
): void {
  const policy = [
    "default-src 'none'",
    `style-src ${sourceOf(STYLE)}`,
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const html = `<!doctype html>
<html lang="${LANGUAGES[language]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
${onTo === undefined ? '' : `<meta http-equiv="refresh" content="0;url=${escaped(onTo)}">`}<title>${title}</title><style>${STYLE}</style></head>
<body><h1>${logInWords.platform[language]}</h1><h2>${title}</h2>
${notice === undefined ? '' : `<p class="notice" role="alert">${escaped(notice)}</p>`}
${body}${script === undefined ? '' : `<script>${script}</script>`}
</body></html>\n`;
  response
    .status(status)
    .set({
      'content-security-policy': policy.join('; '),
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: 'Accept, Accept-Language, Cookie',
      'content-language': LANGUAGES[language],
    });
  // Bytes are not compressed: how long a page is that shows a secret tells nothing of it.
  response.type('html').send(Buffer.from(html));
}

/** Whether somebody asks for a page, as a browser does, and not for data. */
export const wantsPage = (request: Request): boolean => request.accepts(['json', 'html']) === 'html';

/** A field of a form. */
export interface Field {
  /** What stands above it, where a group of fields begins. */
  readonly heading?: string;
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'hidden';
  readonly value?: string;
  /** What a browser offers to fill in. */
  readonly fill: string;
  readonly isOptional?: boolean;
}

/** A form that is sent to a path of ours. */
export const formOf = (action: string, fields: readonly Field[], button: string): string =>
  `<form method="post" action="${action}">${fields.map(inputOf).join('\n')}\n<button>${button}</button></form>`;

function inputOf({ heading, name, label, type = 'text', value = '', fill, isOptional }: Field): string {
  if (type === 'hidden') return `<input type="hidden" name="${name}" value="${escaped(value)}">`;
  return (
    `${heading === undefined ? '' : `<h3>${heading}</h3>`}<label>${label}<input name="${name}" type="${type}" ` +
    `value="${escaped(value)}" autocomplete="${fill}"${isOptional ? '' : ' required'}></label>`
  );
}
