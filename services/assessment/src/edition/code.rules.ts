import type { EditionContent } from '@zhibu/contracts';
import { type EditionFault, fault, type Placed, placed, repeated } from './fault.rules.ts';

/** Items and bonuses are rated in one list, so their codes are of one list too. */
export function codesAreUnique(content: EditionContent): readonly EditionFault[] {
  return [...listsOfContent(content), ...listsOfItems(content), ...listsOfTerms(content)].flatMap(repeated);
}

function listsOfContent(content: EditionContent): readonly (readonly Placed[])[] {
  const { grades, raters, gates, vetoes, aspects, poll } = content;
  const codes = (list: string, entries: readonly { readonly code: string }[]) =>
    placed(
      list,
      entries.map(({ code }) => code),
      '.code',
    );
  return [
    placed(
      'aspects',
      aspects.map(({ aspect }) => aspect),
      '.aspect',
    ),
    codes('grades', grades),
    codes('raters', raters),
    codes('gates', gates),
    codes('vetoes', vetoes),
    placed('poll.satisfied', poll?.satisfied),
  ];
}

function listsOfItems({ aspects, bonus }: EditionContent): readonly (readonly Placed[])[] {
  const items = aspects.flatMap((aspect, at) =>
    aspect.items.map((item, index) => ({ ...item, field: `aspects.${at}.items.${index}` })),
  );
  const bonuses = bonus.items.map(({ code }, index): Placed => [`bonus.items.${index}.code`, code]);
  return [
    [...items.map(({ field, code }): Placed => [`${field}.code`, code]), ...bonuses],
    ...items.flatMap(({ field, checklist, evidence, tags }) => [
      placed(`${field}.checklist`, checklist),
      placed(`${field}.evidence`, evidence),
      placed(`${field}.tags`, tags),
    ]),
  ];
}

function listsOfTerms({ quotas, subjects, exempt, notice, problems }: EditionContent): readonly (readonly Placed[])[] {
  const scoped = Map.groupBy(
    quotas.map(({ grade, per = 'committee' }, index) => ({ grade, per, field: `quotas.${index}.grade` })),
    ({ per }) => per,
  );
  return [
    ...[...scoped.values()].map((ofScope) => ofScope.map(({ field, grade }): Placed => [field, grade])),
    placed('subjects', subjects),
    placed('exempt.forms', exempt?.forms),
    placed('notice.grades', notice?.grades),
    placed('problems.raters', problems?.raters),
  ];
}

/** Two grades of one label could not be told apart by whoever reads them. */
export function labelsAreUnique({ grades }: EditionContent): readonly EditionFault[] {
  return grades.flatMap(({ label }, index) =>
    grades.findIndex((other) => other.label === label) < index
      ? [fault(`grades.${index}.label`, `等次名称“${label}”重复`, `two grades have the label ${label}`)]
      : [],
  );
}
