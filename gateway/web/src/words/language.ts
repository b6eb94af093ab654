/** The two languages of the application: Chinese first, English beside it. */
export type Language = 'zh' | 'en';

const KEPT = 'zhibu.language';

/** As chosen on this device, or else as the browser asks; Chinese where nothing says otherwise. */
export const language: Language = typeof document === 'undefined' ? 'zh' : chosen();

function chosen(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

/** Takes the other language from now on; every answer is asked for anew in it. */
export function chooseLanguage(chosenOne: Language): void {
  localStorage.setItem(KEPT, chosenOne);
  location.reload();
}
