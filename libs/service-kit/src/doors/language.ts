import type { Language, Wording } from '@zhibu/contracts';

/** Chinese, unless the header weighs English higher (RFC 9110, section 12.5.4). */
export function languageOf(acceptLanguage: string | undefined): Language {
  const asked = (acceptLanguage ?? '').toLowerCase().split(',').map(preferenceOf);
  const weightOf = (language: string): number =>
    Math.max(
      0,
      ...asked.filter((preference) => preference.language === language).map((preference) => preference.weight),
    );
  return weightOf('en') > weightOf('zh') ? 'en' : 'zh';
}

function preferenceOf(part: string): { readonly language: string; readonly weight: number } {
  const [tag = '', ...parameters] = part.trim().split(';');
  const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1]).find(Boolean);
  return { language: tag.slice(0, 2), weight: Number(quality ?? 1) };
}

/** The wording in the language asked for. */
export function say(wording: Wording, language: Language): string {
  return wording[language];
}
