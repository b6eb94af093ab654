import { useEffect, useState } from 'preact/hooks';

/** Where one is: the path and what stands behind its question mark. */
export interface Address {
  readonly path: string;
  readonly search: string;
}

/** What of an address a screen is shown by. */
export interface ScreenOf {
  readonly path: Readonly<Record<string, string>>;
}

const CHANGED = 'zhibu:address';

/** Without a browser, as where parts are rendered to text, one is at the front. */
const here = (): Address =>
  typeof location === 'undefined' ? { path: '/', search: '' } : { path: location.pathname, search: location.search };

/** Where one is; whoever uses it is shown anew when that changes. */
export function useAddress(): Address {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const changed = (): void => setAddress(here());
    for (const event of ['popstate', CHANGED]) addEventListener(event, changed);
    return () => {
      for (const event of ['popstate', CHANGED]) removeEventListener(event, changed);
    };
  }, []);
  return address;
}

/** Goes to an address of the application. @param how `replace`: the way back leads past where one was */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'replace') history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  dispatchEvent(new Event(CHANGED));
}

/** A link of the application is followed without loading the page anew, unless it is to open elsewhere. */
export function followLinks(isOurs: (path: string) => boolean): void {
  document.addEventListener('click', (event) => {
    const link = isPlain(event) && event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !staysHere(link) || !isOurs(link.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.defaultPrevented && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** Of this origin, in this window, and no place on the page that is shown, which is the browser's own matter. */
function staysHere(link: HTMLAnchorElement): boolean {
  const isPlace = link.hash !== '' && link.pathname === location.pathname;
  return link.target === '' && link.origin === location.origin && !isPlace && !link.hasAttribute('download');
}

/** What a pattern such as `/org/:id` finds in a path; undefined: it does not fit. */
export function matched(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern.split('/'), path.replace(/(.)\/$/, '$1').split('/')];
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) found[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return Object.values(found).includes('') ? undefined : found;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
