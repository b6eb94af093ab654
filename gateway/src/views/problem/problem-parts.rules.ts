import {
  escalationLadder,
  escalationLevels,
  gradedAspectWords,
  type Language,
  problemAspectWords,
  problemContract,
  type Wording,
} from '@zhibu/contracts';
import { codeIn, type ProblemPart } from './problem-counting.rules.ts';

/** How many there are of a code, and what it is called. */
export interface CodeCount {
  readonly code: string;
  readonly label: string;
  readonly count: number;
}

const { closed: _closed, dismissed: _dismissed, ...openStatuses } = problemContract.statuses;

/** The codes of each part in the order in which they are told. */
const wordsOf: Readonly<Record<ProblemPart, Readonly<Record<string, Wording>>>> = {
  status: openStatuses,
  aspect: { ...gradedAspectWords, ...problemAspectWords },
  level: Object.fromEntries(escalationLevels.map((level) => [level, escalationLadder[level].words])),
};

/** What is counted of a part, zeros included. @param counts by the values of {@link problemCounted} */
export function partCounts(
  counts: ReadonlyMap<string, number>,
  part: ProblemPart,
  language: Language,
): readonly CodeCount[] {
  const found = new Map([...counts].map(([value, count]) => [codeIn(part, value), count]));
  return Object.entries(wordsOf[part]).map(([code, words]) => ({
    code,
    label: words[language],
    count: found.get(code) ?? 0,
  }));
}

/** What problems are counted as, by the values of `problemCounted`. */
export interface Parts {
  readonly parts: ReadonlyMap<string, number>;
}

const fieldOf =
  (part: ProblemPart) =>
  ({ parts }: Parts, _: unknown, { language }: { readonly language: Language }): readonly CodeCount[] =>
    partCounts(parts, part, language);

/** The fields that tell the parts. */
export const partFields = { byStatus: fieldOf('status'), byAspect: fieldOf('aspect'), byLevel: fieldOf('level') };
