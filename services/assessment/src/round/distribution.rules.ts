import type { RoundEvent } from '@zhibu/contracts';
import type { PublishedEdition } from '../edition/edition.state.ts';

type Closed = Extract<RoundEvent, { type: 'RoundClosed' }>['data'];

/** A branch with its grade, as a closing tells of it. */
export interface GradedBranch {
  readonly branchId: string;
  readonly unitId: string;
  readonly editionId: string;
  readonly grade: string;
  /** The items on which it lost points, with any rater. */
  readonly lost: readonly string[];
}

/** Every grade of the editions in their order, the best first, with how many branches have it, zeros included. */
export function distributionOf(
  editions: readonly PublishedEdition[],
  graded: readonly GradedBranch[],
): Closed['distribution'] {
  const grades = editions.flatMap(({ content }) => content.grades);
  return grades
    .filter(({ code }, index) => grades.findIndex((other) => other.code === code) === index)
    .map(({ code, label }) => ({ grade: code, label, count: graded.filter(({ grade }) => grade === code).length }));
}

/** The same for each unit, by its code. */
export function distributionByUnit(
  editions: readonly PublishedEdition[],
  graded: readonly GradedBranch[],
): Closed['units'] {
  return [...Map.groupBy(graded, ({ unitId }) => unitId)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([organizationId, branches]) => ({
      organizationId,
      branches: branches.length,
      counts: Object.fromEntries(distributionOf(editions, branches).map(({ grade, count }) => [grade, count])),
    }));
}

/** Whose grade is of lagging standing by the edition that it was given under. */
export function laggingOf(editions: readonly PublishedEdition[], graded: readonly GradedBranch[]): readonly string[] {
  const lagging = new Set(
    editions.flatMap(({ editionId, content }) =>
      content.grades.filter(({ standing }) => standing === 'lagging').map(({ code }) => `${editionId} ${code}`),
    ),
  );
  return graded.filter(({ editionId, grade }) => lagging.has(`${editionId} ${grade}`)).map(({ branchId }) => branchId);
}

const NAMED = 10;

/** 失分最多的项目: the ten items on which most branches lost points, in the order of the editions where as many did. */
export function itemsLostMost(
  editions: readonly PublishedEdition[],
  graded: readonly GradedBranch[],
): Closed['lostMost'] {
  return editions
    .flatMap(({ editionId, content }) => {
      const own = graded.filter((branch) => branch.editionId === editionId);
      return content.aspects.flatMap(({ aspect, items }) =>
        items.map(({ code: item, text }) => {
          const branches = own.filter(({ lost }) => lost.includes(item)).length;
          return { editionId, aspect, item, text, branches };
        }),
      );
    })
    .filter(({ branches }) => branches > 0)
    .sort((a, b) => b.branches - a.branches)
    .slice(0, NAMED);
}
