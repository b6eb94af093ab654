import type { Me } from './answers/me.ts';
import type { IconName } from './parts/icon.part.tsx';
import { words } from './words/words.ts';

const { frame } = words;

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

/** Where the work of somebody begins; undefined: he has no duty at any organization. */
export const homeOf = ({ home }: Pick<Me, 'home'>): string | undefined => (home ? addressOf(home) : undefined);

/** The places of the navigation, by groups; those alone that are his. */
export function placesOf(me: Me | undefined): readonly PlaceGroup[] {
  const home = me?.home;
  const own: Place[] = home
    ? [
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
