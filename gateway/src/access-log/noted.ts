import type { AccessEntry } from './entry.ts';

/** What doors note of a request for the log of accesses; each knows a part of it. */
export type AccessNote = Partial<Omit<AccessEntry, 'at' | 'address' | 'ms'>>;

const notes = new WeakMap<object, AccessNote>();

/** Notes something of a request for the log of accesses; what was noted before stands where nothing else is said. */
export function noteAccess(request: object, note: AccessNote): void {
  notes.set(request, { ...notes.get(request), ...note });
}

/** Notes that somebody or something was asked about, beside what was noted before. */
export function noteSubjects(request: object, ids: readonly string[]): void {
  const known = notedOf(request).subjects ?? [];
  noteAccess(request, { subjects: [...new Set([...ids, ...known])] });
}

/** What was noted of a request. */
export const notedOf = (request: object): AccessNote => notes.get(request) ?? {};
