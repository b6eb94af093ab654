const KEPT = 'zhibu.text';
const LARGE = 'large';

/** 大字: larger text and larger targets, remembered on this device. */
export const isLargeText = (): boolean => localStorage.getItem(KEPT) === LARGE;

export function chooseText(isLarge: boolean): void {
  if (isLarge) localStorage.setItem(KEPT, LARGE);
  else localStorage.removeItem(KEPT);
  showChosenText();
}

/** Shows the page as it was chosen. */
export function showChosenText(): void {
  document.documentElement.classList.toggle('large', isLargeText());
}
