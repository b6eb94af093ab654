import { editionId } from '@zhibu/contracts';
import type { Platform } from '../client/request.adapter.ts';
import type { EditionFile } from './folder.adapter.ts';
import { concernedCommittees } from './grading.commands.ts';
import type { Judgement } from './judgement.ts';
import { type Known, type KnownGrade, knownGrades, knownRound } from './known.lookup.ts';
import { keyOf, priorRounds } from './record.commands.ts';

/** What the platform shows of the grades and rounds that a handover speaks of. */
export interface Graded {
  readonly edition: { readonly status: string; readonly contentHash: string | null } | null;
  /** Committees that have closed the round. */
  readonly closed: ReadonlySet<string>;
  /** By `scheme:period`, then by branch. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<string, KnownGrade>>;
}

/** Nothing is known: the platform was not asked. */
export const nothingGraded: Graded = { edition: null, closed: new Set(), grades: new Map() };

/** Asks the platform for the edition, the rounds, and every grade of the periods spoken of. */
export async function graded(
  platform: Platform,
  edition: EditionFile,
  { judgement, known }: { readonly judgement: Judgement; readonly known: Known },
): Promise<Graded> {
  const { good, places } = judgement;
  const round = { scheme: edition.content.scheme, period: good.period };
  // A committee that the platform does not have yet has neither round nor grades.
  const committees = concernedCommittees(good, places).filter((code) => known.organizations.has(code));
  const found = await knownRound(platform, editionId(edition.content), { ...round, committees });
  const grades = new Map<string, ReadonlyMap<string, KnownGrade>>();
  for (const asked of [round, ...priorRounds(good)]) {
    const byBranch = new Map<string, KnownGrade>();
    for (const committee of committees) {
      for (const [branch, grade] of await knownGrades(platform, committee, asked)) byBranch.set(branch, grade);
    }
    grades.set(keyOf(asked), byBranch);
  }
  return { ...found, grades };
}
