/** What a folder may hold, in the order in which it is read. */
export const fileKinds = ['register', 'activities', 'five-basics', 'ratings', 'polls', 'vetoes'] as const;
export type FileKind = (typeof fileKinds)[number];

/** `register.csv`, the others `<what>-<period>.csv`. */
export const fileName = (kind: FileKind, period: string): string =>
  kind === 'register' ? 'register.csv' : `${kind}-${period}.csv`;

/** A name without what does not matter in it: the case of its letters, their width, spaces around it. */
export const plainName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

const stems: Readonly<Record<FileKind, string>> = {
  register: 'register',
  activities: 'activit',
  'five-basics': 'fivebasic',
  ratings: 'rating',
  polls: 'poll',
  vetoes: 'veto',
};

/** Which file a name begins like, however it goes on. */
export function kindLike(name: string): FileKind | undefined {
  const letters = plainName(name).replace(/[-_\s]+/g, '');
  return fileKinds.find((kind) => letters.startsWith(stems[kind]));
}

/** Whether a name is the one that a file of this kind has in some period. */
export const isOfSomePeriod = (name: string, kind: FileKind): boolean =>
  kind !== 'register' && new RegExp(`^${kind}-\\d{4}\\.csv$`).test(plainName(name));
