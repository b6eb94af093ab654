/** What a folder may hold, in the order in which it is read. */
export const fileKinds = [
  'register',
  'activities',
  'five-basics',
  'ratings',
  'polls',
  'vetoes',
  'six-haves',
  'inspections',
] as const;
export type FileKind = (typeof fileKinds)[number];

/** `register.csv`, the others `<what>-<period>.csv`. */
export const fileName = (kind: FileKind, period: string): string =>
  kind === 'register' ? 'register.csv' : `${kind}-${period}.csv`;

/** A name without what does not matter in it: the case of its letters, their width, spaces around it. */
export const plainName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** What names begin with, as they are asked for or as people call what is in them. */
const stems: Readonly<Record<FileKind, RegExp>> = {
  register: /^(register|组织登记|登记册)/,
  activities: /^(activit|组织生活)/,
  'five-basics': /^(fivebasic|五个基本)/,
  ratings: /^(rating|逐项评分|评分)/,
  polls: /^(poll|党员群众测评|测评)/,
  vetoes: /^(veto|一票否决|否决)/,
  'six-haves': /^(sixhave|六有)/,
  inspections: /^(inspection|以往督查|督查)/,
};

/** Which file a name begins like, however it goes on. */
export function kindLike(name: string): FileKind | undefined {
  const letters = plainName(name).replace(/[-_\s]+/g, '');
  return fileKinds.find((kind) => stems[kind].test(letters));
}

/** Whether a name is the one that a file of this kind has in some period. */
export const isOfSomePeriod = (name: string, kind: FileKind): boolean =>
  kind !== 'register' && new RegExp(`^${kind}-\\d{4}\\.csv$`).test(plainName(name));
