/** What a folder may hold, in the order in which it is read. */
export const fileKinds = ['register', 'activities', 'five-basics', 'ratings', 'polls', 'vetoes'] as const;
export type FileKind = (typeof fileKinds)[number];

/** `register.csv`, the others `<what>-<period>.csv`. */
export const fileName = (kind: FileKind, period: string): string =>
  kind === 'register' ? 'register.csv' : `${kind}-${period}.csv`;
