import type { CalendarCommand } from '@zhibu/contracts';
import { DETERMINATION, type RatingRow, stepOfDetermination, stepsOfCorrections } from './decision.commands.ts';
import { acceptedOf, fateOf, type ListedProblem, remediationFates, sharedItems } from './fate.rules.ts';
import { clerksOf } from './person.rules.ts';
import type { Planning } from './case.rules.ts';
import { stepsOfCommon, stepsOfLater, stepsOfProblem } from './problem.commands.ts';
import { stepsOfRemediation } from './remediation.commands.ts';
import { type Stage, stagesOf } from './stage.rules.ts';

/** What the platform and the city's files say when the year is planned. */
export interface Known {
  readonly problems: readonly ListedProblem[];
  /** Branches with a remediation of the period. */
  readonly remediated: readonly string[];
  readonly ratings: readonly RatingRow[];
}

/** Everything that happened in the year after the closing, in the order in which it is recorded. */
export interface Year {
  readonly problems: readonly Stage[];
  /** What most branches share: declared once the others are ordered, for it takes over what waits. */
  readonly common: readonly Stage[];
  readonly remediations: readonly Stage[];
  readonly decisions: readonly Stage[];
}

/** The year of a city: the same for the same problems, occasion and files. */
export function yearOf({ problems: listed, remediated, ratings }: Known, planning: Planning): Year {
  const { closedOn } = planning.occasion;
  // An interrupted load that is taken up again finds those of its own inspections, which end the year and are no part of it.
  const problems = listed.filter(({ source }) => source !== 'inspection');
  const shared = sharedItems(problems);
  const items = new Set(shared.map(({ item }) => item));
  // That of the determination has begun only with it.
  const since = remediated.filter((branch) => branch !== DETERMINATION.branch);
  const ofRemediations = remediationFates(since, problems, planning.occasion);
  const accepted = acceptedOf(ofRemediations);
  // A remediation is accepted once the branch's own problems are closed; so the committee takes none of them over.
  const single = problems.filter(
    ({ organization, source, item }) =>
      accepted.has(organization) || source !== 'grading' || item === null || !items.has(item),
  );
  return {
    problems: stagesOf(
      single.map((problem) =>
        problem.identifiedOn > closedOn
          ? stepsOfLater(problem, planning)
          : stepsOfProblem(fateOf(problem, accepted), problem, planning),
      ),
    ),
    common: stagesOf(shared.map((one) => stepsOfCommon(one, planning))),
    remediations: stagesOf([...ofRemediations].map(([branch, fate]) => stepsOfRemediation(fate, branch, planning))),
    decisions: stagesOf([...stepsOfCorrections(ratings, planning), [stepOfDetermination(planning)]]),
  };
}

/** The calendars that were invented, as the committee's clerk publishes them. */
export const calendarStages = (
  invented: readonly CalendarCommand['data'][],
  { occasion }: Pick<Planning, 'occasion'>,
): readonly Stage[] =>
  stagesOf(invented.map((data) => [{ by: clerksOf(occasion.committee).clerk, name: 'PublishWorkingDays', data }]));
