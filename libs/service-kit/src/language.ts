import type { Language, Wording } from '@zhibu/contracts';

/** Chinese, unless the header weighs English higher (RFC 9110, section 12.5.4). */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'zh', weight: 0 };
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean);
    const weight = Number(quality ?? 1);
    const language = tag.startsWith('en') ? 'en' : tag.startsWith('zh') ? 'zh' : undefined;
    if (language && weight > best.weight) best = { language, weight };
  }
  return best.language;
}

/** The wording in the language asked for. */
export function say(wording: Wording, language: Language): string {
  return wording[language];
}
