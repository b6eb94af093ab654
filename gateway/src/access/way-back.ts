/** Where somebody is led on who names no place, or none of ours. */
const HOME = '/';
const LONGEST = 2_000;
const NOWHERE = 'http://nowhere.invalid';

/** The path to which somebody goes back: one of this origin, whatever is asked for. */
export function wayBack(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > LONGEST || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked)) return HOME;
  // A browser takes a backslash for a slash.
  if (asked.includes('\\') || !URL.canParse(asked, NOWHERE)) return HOME;
  return new URL(asked, NOWHERE).origin === NOWHERE ? asked : HOME;
}

/** Where somebody logs in at an identity provider, and comes back from. */
export const oidcPath = (to: string): string => `/log-in/oidc?to=${encodeURIComponent(to)}`;
