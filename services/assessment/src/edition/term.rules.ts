import { type EditionContent, sectors } from '@zhibu/contracts';
import { type EditionFault, fault, type Placed, placed } from './fault.rules.ts';

export function sectorIsKnown({ sector }: EditionContent): readonly EditionFault[] {
  if (sectors.some((known) => known === sector)) return [];
  return [fault('sector', `没有领域${sector}`, `there is no sector ${sector}`)];
}

/** Whatever names a grade names one of the edition. */
export function gradesAreKnown({ grades, gates, quotas, notice }: EditionContent): readonly EditionFault[] {
  const places: readonly Placed[] = [
    ...gates.map(({ cap }, index): Placed => [`gates.${index}.cap`, cap]),
    ...quotas.map(({ grade }, index): Placed => [`quotas.${index}.grade`, grade]),
    ...placed('notice.grades', notice?.grades),
  ];
  return places
    .filter(([, grade]) => !grades.some(({ code }) => code === grade))
    .map(([field, grade]) => fault(field, `没有等次${grade}`, `there is no grade ${grade}`));
}

/** 应整尽整: no share limits who is lagging. A list for public notice holds no lagging grade (domain.md, section 9). */
export function laggingIsNeitherLimitedNorPublished({
  grades,
  quotas,
  notice,
}: EditionContent): readonly EditionFault[] {
  const lagging = new Set(grades.filter(({ standing }) => standing === 'lagging').map(({ code }) => code));
  const limited = quotas.flatMap(({ grade }, index) =>
    lagging.has(grade)
      ? [fault(`quotas.${index}.grade`, '后进等次不设比例，应整尽整', 'a lagging grade has no quota')]
      : [],
  );
  const published = placed('notice.grades', notice?.grades).flatMap(([field, grade]) =>
    lagging.has(grade) ? [fault(field, '后进等次不公示', 'a lagging grade is not made public')] : [],
  );
  return [...limited, ...published];
}

/** Points are lost with a rater who rates items; a poll gives no findings. */
export function problemRatersRateItems({ raters, problems }: EditionContent): readonly EditionFault[] {
  return placed('problems.raters', problems?.raters).flatMap(([field, code]) => {
    const rater = raters.find((known) => known.code === code);
    if (!rater) return [fault(field, `没有评分主体${code}`, `there is no rater ${code}`)];
    if (rater.kind === 'itemised') return [];
    return [fault(field, '测评不逐项扣分，不产生问题', 'a poll takes no points on items, so it names no problem')];
  });
}
