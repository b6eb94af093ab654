import { type EditionContent, type Standing, standings } from '@zhibu/contracts';
import { compare, exact, sum, toText } from '@zhibu/kernel';
import { measureOf } from '../grading/measure.rules.ts';
import { codesAreUnique, labelsAreUnique } from './code.rules.ts';
import { type EditionFault, fault } from './fault.rules.ts';
import {
  gradesAreKnown,
  laggingIsNeitherLimitedNorPublished,
  problemRatersRateItems,
  sectorIsKnown,
} from './term.rules.ts';

/** A demand on an edition's content: finds every breach of it. */
type Demand = (content: EditionContent) => readonly EditionFault[];

const demands: readonly Demand[] = [
  sectorIsKnown,
  pointsSumTo100,
  weightsSumTo1,
  minimumsDescendToZero,
  standingNeverRises,
  labelsAreUnique,
  codesAreUnique,
  pollIsThere,
  gatesCanBeMeasured,
  gatesLower,
  gradesAreKnown,
  laggingIsNeitherLimitedNorPublished,
  problemRatersRateItems,
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
  const beyond = grades.flatMap(({ min }, index) =>
    min > 100 ? [fault(`grades.${index}.min`, '等次分数线不得高于100', 'no minimum is above 100')] : [],
  );
  const rising = grades.flatMap((grade, index) => {
    const better = grades[index - 1];
    if (!better || better.min > grade.min) return [];
    return [fault(`grades.${index}.min`, '等次分数线须逐级严格递减', 'minimums must strictly descend')];
  });
  if (grades.at(-1)?.min === 0) return [...beyond, ...rising];
  return [
    ...beyond,
    ...rising,
    fault(`grades.${grades.length - 1}.min`, '末等分数线须为0', 'the last grade must reach down to 0'),
  ];
}

const order: readonly Standing[] = standings;

/** The lower the minimum, the lower the standing, or the same. */
function standingNeverRises({ grades }: EditionContent): readonly EditionFault[] {
  return grades.flatMap(({ standing }, index) => {
    const better = grades[index - 1];
    if (!better || order.indexOf(better.standing) <= order.indexOf(standing)) return [];
    return [
      fault(
        `grades.${index}.standing`,
        '分数线较低的等次，层次不得高于上一等次',
        'a grade of a lower minimum must not have a higher standing',
      ),
    ];
  });
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
        fault(`gates.${index}`, '须有且只有一个界限（下限或上限）', 'needs exactly one bound, below or above'),
      );
    }
    return faults;
  });
}

/** 限制性条件: one that caps at the best grade would lower nobody. */
function gatesLower({ gates, grades: [best] }: EditionContent): readonly EditionFault[] {
  return gates.flatMap(({ cap }, index) =>
    best && cap === best.code
      ? [fault(`gates.${index}.cap`, '限制到最高等次不起作用', 'a gate that caps at the best grade lowers nobody')]
      : [],
  );
}
