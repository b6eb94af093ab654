const RELOADED = 'zhibu-reloaded';

/**
 * Loads the page anew, since another version may have taken the place of the one that it was made by; once, for while a
 * gateway of each version answers, the next page may be the old one again. @returns whether it is being loaded
 */
export function reloadOnce(storage: Storage = sessionStorage, reload = (): void => location.reload()): boolean {
  if (storage.getItem(RELOADED) !== null) return false;
  storage.setItem(RELOADED, '1');
  reload();
  return true;
}

/** All is there: the next version may be loaded in its turn. */
export const forgetReload = (storage: Storage = sessionStorage): void => storage.removeItem(RELOADED);
