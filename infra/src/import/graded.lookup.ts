import type { Platform } from '@zhibu/client';
import {
  comparedCommittees,
  concernedCommittees,
  type EditionFile,
  type Graded,
  type Judgement,
  keyOf,
  type Known,
  type KnownGrade,
  priorRounds,
} from '@zhibu/handover';
import { editionId } from '@zhibu/contracts';
import { knownGrades, knownRound } from './known.lookup.ts';
import { checksUnder } from './six-haves.lookup.ts';
import { standingUnder } from './standing.lookup.ts';

/** Asks the platform for the editions, the rounds, and every grade of the periods spoken of. */
export async function graded(
  platform: Platform,
  editions: readonly EditionFile[],
  { judgement, known }: { readonly judgement: Judgement; readonly known: Known },
): Promise<Graded> {
  const { good, places } = judgement;
  const round = { scheme: good.edition.scheme, period: good.period };
  // A committee that the platform does not have yet has neither round nor grades.
  const committees = concernedCommittees(good, places).filter((code) => known.organizations.has(code));
  const found = await knownRound(
    platform,
    editions.map(({ content }) => editionId(content)),
    { ...round, committees },
  );
  const grades = new Map<string, ReadonlyMap<string, KnownGrade>>();
  for (const asked of [round, ...priorRounds(good)]) {
    const byBranch = new Map<string, KnownGrade>();
    for (const committee of committees) {
      for (const [branch, grade] of await knownGrades(platform, committee, asked)) byBranch.set(branch, grade);
    }
    grades.set(keyOf(asked), byBranch);
  }
  const compared = comparedCommittees(good, places).filter((code) => known.organizations.has(code));
  const [standing, checks] = [
    await standingUnder(platform, compared, good),
    await checksUnder(platform, compared, good),
  ];
  return { ...found, grades, standing, checks };
}
