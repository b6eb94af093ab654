import type { BranchQuery } from '../../generated/branch.document.ts';
import type { Fact } from '../../parts/facts.part.tsx';
import { dayBefore, dayText } from '../../words/days.ts';
import { language } from '../../words/language.ts';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';

const says = words.branch;

/** What is known of a branch beside its grade; what is not known is left out. */
export function factsOf({
  organization,
  appraisal,
  designations,
  openProblems,
}: NonNullable<BranchQuery['branch']>): readonly Fact[] {
  const { formLabel, fullMembers, secretaryPerson, committeeElectedOn, termEndsOn, feature, brand, highlight } =
    organization;
  const known: readonly (readonly [name: string, value: string | null | undefined])[] = [
    [says.form, formLabel],
    [says.members, fullMembers === null ? null : fill(says.persons, { count: whole(fullMembers) })],
    [says.secretary, secretaryPerson?.name],
    [says.electedOn, committeeElectedOn && dayText(committeeElectedOn, language)],
    [says.termEndsOn, termEndsOn && dayText(dayBefore(termEndsOn), language)],
    [says.feature, feature],
    [says.brand, brand],
    [says.highlight, highlight],
    [says.appraisal, appraisal && fill(says.appraised, { period: appraisal.period, label: appraisal.label })],
    [says.designations, designations.map(designationText).join(says.and)],
    [says.openProblems, fill(says.pieces, { count: whole(openProblems) })],
  ];
  return known.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ name, value }],
  );
}

const designationText = ({
  programmeTitle,
  kindLabel,
  levelLabel,
  statusLabel,
}: NonNullable<BranchQuery['branch']>['designations'][number]): string =>
  fill(says.designated, { title: programmeTitle ?? `${levelLabel} ${kindLabel}`, status: statusLabel });
