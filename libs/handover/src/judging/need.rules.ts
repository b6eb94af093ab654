import type { EditionContent } from '@zhibu/contracts';
import type { FileKind } from '../reading/file.rules.ts';

/** Which file brings what a measure of a gate is computed from. */
const measureFiles: Readonly<Record<string, FileKind>> = { satisfaction: 'polls', dataMismatches: 'five-basics' };

/** The files without which no branch can be graded under the edition: what its raters and its gates rest on. */
export function neededFiles(edition: EditionContent): ReadonlySet<FileKind> {
  const byRater = edition.raters.map(({ kind }): FileKind => (kind === 'poll' ? 'polls' : 'ratings'));
  const byGate = edition.gates.flatMap(({ measure }) => measureFiles[measure] ?? []);
  return new Set([...byRater, ...byGate]);
}

/** The files that any of the editions needs. */
export const neededByAny = (editions: readonly EditionContent[]): ReadonlySet<FileKind> =>
  new Set(editions.flatMap((edition) => [...neededFiles(edition)]));

/** The files that grades are computed from, whatever the edition. */
export const gradingFiles = ['ratings', 'polls', 'five-basics', 'vetoes'] as const satisfies readonly FileKind[];
