import { type Day, type Interval, NEVER } from '@zhibu/kernel';
import { type Rectangle, rectangles } from '../views/bitemporal.rules.ts';
import { type CountedStep, joined, type Told } from './spans.rules.ts';

/** By what an instance is counted and listed, beside its status. */
export type Facets = Readonly<Record<string, string>>;

/** The facets of an instance, from what its first step, whatever day that is of, and those that took effect say, in the order of recording. */
export type Faceting = (first: Told, taken: readonly Told[]) => Facets;

/** Where an instance stands. */
export interface Stands<Status extends string> {
  readonly status: Status;
  readonly dueOn: Day | null;
  readonly facets: Facets;
}

/** What was said last of each field counts; where that is nothing, there is no such facet. */
export const lastTold: Faceting = (first, taken) => {
  const facets: Record<string, string> = {};
  for (const [field, value] of [first, ...taken].flatMap((told) => Object.entries(told))) {
    if (value === null) delete facets[field];
    else facets[field] = value;
  }
  return facets;
};

/** Where an instance stands on any day: by the steps that took effect by then, in the order of recording. */
export function standings<Status extends string>(
  known: readonly CountedStep<Status>[],
  facetsOf: Faceting = lastTold,
): readonly Interval<Stands<Status>>[] {
  const inOrder = known.toSorted((a, b) => a.revision - b.revision);
  const days = [...new Set(known.map(({ effectiveOn }) => effectiveOn))].sort();
  return days.flatMap((from, index) => {
    const taken = inOrder.filter(({ effectiveOn }) => effectiveOn <= from);
    const status = statusAfter(taken);
    if (status === null) return [];
    const facets = facetsOf(
      inOrder[0]?.told ?? {},
      taken.map(({ told }) => told),
    );
    return [{ from, to: days[index + 1] ?? NEVER, value: { status, dueOn: taken.at(-1)?.dueOn ?? null, facets } }];
  });
}

const statusAfter = <Status extends string>(taken: readonly CountedStep<Status>[]): Status | null =>
  taken.findLast(({ leadsTo }) => leadsTo !== null)?.leadsTo ?? null;

/** The same over both clocks, whatever the order of the steps; days on which nothing changes are one rectangle. */
export function standingRectangles<Status extends string>(
  steps: readonly CountedStep<Status>[],
  facetsOf: Faceting = lastTold,
): readonly Rectangle<Stands<Status>>[] {
  return rectangles(steps, (known) => joined(standings(known, facetsOf), nameOf), nameOf);
}

/** Equal where two stand equally. */
const nameOf = ({ status, dueOn, facets }: Stands<string>): string =>
  JSON.stringify([status, dueOn, Object.entries(facets).sort(([a], [b]) => (a < b ? -1 : 1))]);
