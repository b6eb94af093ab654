import type { Me } from './answers/me.ts';
import type { IconName } from './parts/icon.part.tsx';
import { words } from './words/words.ts';

const { frame } = words;
const TODO = '/todo';

/** A place that one may go to from anywhere. */
export interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

export interface PlaceGroup {
  readonly title: string;
  readonly places: readonly Place[];
}

/** Where an organization is shown: a branch by itself, all above it by what stands under them. */
export const addressOf = ({ id, kind }: { readonly id: string; readonly kind: string }): string =>
  `/${kind === 'branch' ? 'branch' : 'org'}/${encodeURIComponent(id)}`;

/** Those whose work is what waits for them: 党支部书记, 机关党委专职. */
const BEGIN_AT_TODO: ReadonlySet<string> = new Set(['branch-secretary', 'organ-committee-staff']);

/** Where the work of somebody begins; undefined: he has no duty at any organization. */
export function homeOf({ home, duties }: Pick<Me, 'home' | 'duties'>): string | undefined {
  if (!home) return undefined;
  // The first that is held at an organization is that of his home.
  const first = duties.find(({ organization }) => organization?.id === home.id);
  return first && BEGIN_AT_TODO.has(first.duty) ? TODO : addressOf(home);
}

/** The places of the navigation, by groups; those alone that are his. */
export function placesOf(me: Me | undefined): readonly PlaceGroup[] {
  const home = me?.home;
  const own: Place[] = home
    ? [
        { href: TODO, label: words.todo.title, icon: 'tick' },
        home.kind === 'branch'
          ? { href: addressOf(home), label: frame.ownBranch, icon: 'branch' }
          : { href: addressOf(home), label: frame.overview, icon: 'overview' },
      ]
    : [];
  return [
    ...(own.length > 0 ? [{ title: frame.groupDuty, places: own }] : []),
    { title: frame.groupOwn, places: [{ href: '/me', label: frame.mine, icon: 'person' }] },
  ];
}
