import type { EditionContent } from '@zhibu/contracts';
import { compare, exact, sum, toText } from '@zhibu/kernel';
import { measureOf } from '../grading/measure.rules.ts';

/** What makes grading by an edition impossible or ambiguous: where it is, and what is wrong, 中文 / English. */
export interface EditionFault {
  readonly field: string;
  readonly problem: string;
}

/** A demand on an edition's content: finds every breach of it. */
type Demand = (content: EditionContent) => readonly EditionFault[];

const demands: readonly Demand[] = [
  pointsSumTo100,
  weightsSumTo1,
  minimumsDescendToZero,
  codesAreUnique,
  pollIsThere,
  gatesCanBeMeasured,
  gradesAreKnown,
];

/** Every fault of the content at once; empty when it may be published. */
export function editionFaults(content: EditionContent): readonly EditionFault[] {
  return demands.flatMap((demand) => demand(content));
}

function pointsSumTo100({ aspects }: EditionContent): readonly EditionFault[] {
  const items = aspects.flatMap((aspect) => aspect.items).filter((item) => item.scoring !== 'bonus');
  const total = sum(items.map((item) => exact(item.points)));
  if (compare(total, exact(100)) === 0) return [];
  return [
    fault('aspects', `各项目分值之和应为100，现为${toText(total)}`, `item points sum to ${toText(total)}, not 100`),
  ];
}

function weightsSumTo1({ raters }: EditionContent): readonly EditionFault[] {
  const total = sum(raters.map((rater) => exact(rater.weight)));
  if (compare(total, exact(1)) === 0) return [];
  return [fault('raters', `评分主体权重之和应为1，现为${toText(total)}`, `weights sum to ${toText(total)}, not 1`)];
}

function minimumsDescendToZero({ grades }: EditionContent): readonly EditionFault[] {
  const rising = grades.flatMap((grade, index) => {
    const better = grades[index - 1];
    if (!better || better.min > grade.min) return [];
    return [fault(`grades.${index}.min`, '等次分数线须逐级严格递减', 'minimums must strictly descend')];
  });
  if (grades.at(-1)?.min === 0) return rising;
  return [
    ...rising,
    fault(`grades.${grades.length - 1}.min`, '末等分数线须为0', 'the last grade must reach down to 0'),
  ];
}

function codesAreUnique(content: EditionContent): readonly EditionFault[] {
  const items = content.aspects.flatMap((aspect, at) =>
    aspect.items.map((item, index) => [`aspects.${at}.items.${index}.code`, item.code] as const),
  );
  const bonuses = content.bonus.items.map((item, index) => [`bonus.items.${index}.code`, item.code] as const);
  return [
    [...items, ...bonuses],
    content.aspects.map(({ aspect }, index) => [`aspects.${index}.aspect`, aspect] as const),
    ...(
      [
        ['grades', content.grades],
        ['raters', content.raters],
        ['gates', content.gates],
        ['vetoes', content.vetoes],
      ] as const
    ).map(([list, entries]) => entries.map(({ code }, index) => [`${list}.${index}.code`, code] as const)),
    content.quotas.map(({ grade }, index) => [`quotas.${index}.grade`, grade] as const),
  ].flatMap(repeated);
}

function repeated(places: readonly (readonly [field: string, code: string])[]): readonly EditionFault[] {
  return places
    .filter(([, code], index) => places.findIndex(([, other]) => other === code) < index)
    .map(([field, code]) => fault(field, `代码${code}重复`, `code ${code} is used twice`));
}

function pollIsThere({ raters, poll }: EditionContent): readonly EditionFault[] {
  const options = Object.keys(poll?.scores ?? {});
  const asking = raters.flatMap((rater, index) =>
    rater.kind === 'poll' && options.length === 0
      ? [fault(`raters.${index}.kind`, '标准未规定测评选项', 'the edition defines no poll options')]
      : [],
  );
  const unknown = (poll?.satisfied ?? []).flatMap((option, index) =>
    options.includes(option)
      ? []
      : [fault(`poll.satisfied.${index}`, `没有测评选项${option}`, `${option} is not an option of the poll`)],
  );
  return [...asking, ...unknown];
}

function gatesCanBeMeasured({ gates, poll }: EditionContent): readonly EditionFault[] {
  const options = Object.keys(poll?.scores ?? {});
  return gates.flatMap((gate, index) => {
    const measure = measureOf(gate.measure);
    const faults: EditionFault[] = [];
    if (!measure)
      faults.push(fault(`gates.${index}.measure`, `没有指标${gate.measure}`, `there is no measure ${gate.measure}`));
    if (measure?.needs === 'poll' && options.length === 0) {
      faults.push(
        fault(
          `gates.${index}.measure`,
          '该指标需要测评，标准未规定测评选项',
          'the measure needs a poll, and the edition defines none',
        ),
      );
    }
    if ((gate.below === undefined) === (gate.above === undefined)) {
      faults.push(
        fault(`gates.${index}`, '须有且只有一个界限（below或above）', 'needs exactly one bound, below or above'),
      );
    }
    return faults;
  });
}

function gradesAreKnown({ grades, gates, quotas }: EditionContent): readonly EditionFault[] {
  const places = [
    ...gates.map((gate, index) => [`gates.${index}.cap`, gate.cap] as const),
    ...quotas.map((quota, index) => [`quotas.${index}.grade`, quota.grade] as const),
  ];
  return places
    .filter(([, grade]) => !grades.some((known) => known.code === grade))
    .map(([field, grade]) => fault(field, `没有等次${grade}`, `there is no grade ${grade}`));
}

const fault = (field: string, zh: string, en: string): EditionFault => ({
  field: `content.${field}`,
  problem: `${zh} / ${en}`,
});
