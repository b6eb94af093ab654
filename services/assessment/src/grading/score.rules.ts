import type { EditionContent, EditionRater, RatingEntry } from '@zhibu/contracts';
import { add, compare, divide, exact, type Exact, lesser, multiply, subtract, sum, toFixed, zero } from '@zhibu/kernel';
import type { GradingInputs, Poll } from './grading.state.ts';

const HUNDRED = exact(100);

/** A rater's total, exact; null while its input is not recorded. */
export interface RaterTotal {
  readonly rater: EditionRater;
  readonly total: Exact | null;
}

/** An item as the score sees it: where it belongs (a bonus listed apart belongs to no aspect), and what it is worth. */
export interface ScoredItem {
  readonly code: string;
  readonly aspect: string | null;
  readonly points: Exact;
  readonly bonus: boolean;
}

const listed = new WeakMap<EditionContent, readonly ScoredItem[]>();

/** Every item of the edition in its order, bonuses included; listed once, for a published edition never changes. */
export function scoredItems(content: EditionContent): readonly ScoredItem[] {
  const known = listed.get(content);
  if (known) return known;
  const items = content.aspects.flatMap(({ aspect, items: its }) =>
    its.map((item) => ({ code: item.code, aspect, points: exact(item.points), bonus: item.scoring === 'bonus' })),
  );
  const bonuses = content.bonus.items.map((item) => ({
    code: item.code,
    aspect: null,
    points: exact(item.points),
    bonus: true,
  }));
  listed.set(content, [...items, ...bonuses]);
  return [...items, ...bonuses];
}

/** The raters that weigh; one without weight is asked for nothing. */
export const weightedRaters = ({ raters }: EditionContent): readonly EditionRater[] =>
  raters.filter(({ weight }) => weight > 0);

/** The total of every rater that weighs. */
export function raterTotals(content: EditionContent, inputs: GradingInputs): readonly RaterTotal[] {
  return weightedRaters(content).map((rater) => ({ rater, total: totalOf(rater, content, inputs) }));
}

function totalOf(rater: EditionRater, content: EditionContent, { ratings, poll }: GradingInputs): Exact | null {
  switch (rater.kind) {
    case 'poll':
      return poll && pollTotal(content, poll);
    case 'itemised': {
      const entries = ratings.get(rater.code);
      return entries ? itemisedTotal(content, entries) : null;
    }
  }
}

/** Each item gives what is left of its points, each bonus at most its points, the bonuses together at most the cap; at most 100. */
export function itemisedTotal(content: EditionContent, entries: readonly RatingEntry[]): Exact {
  const amounts = amountsByItem(entries);
  const given = scoredItems(content).map((item) => ({ item, amount: amounts.get(item.code) ?? zero }));
  const kept = given
    .filter(({ item }) => !item.bonus)
    .map(({ item, amount }) => subtract(item.points, lesser(item.points, amount)));
  const bonuses = given.filter(({ item }) => item.bonus).map(({ item, amount }) => lesser(item.points, amount));
  return lesser(HUNDRED, add(sum(kept), lesser(exact(content.bonus.cap), sum(bonuses))));
}

/** What a rater's entries take from an item, or add by it: the entries of one item add up. */
export function amountsByItem(entries: readonly RatingEntry[]): ReadonlyMap<string, Exact> {
  const amounts = new Map<string, Exact>();
  for (const { item, deduction, bonus } of entries) {
    amounts.set(item, add(amounts.get(item) ?? zero, exact(deduction ?? bonus ?? '0')));
  }
  return amounts;
}

/** Σ ballots × score ÷ ballots. */
export function pollTotal({ poll: asked }: EditionContent, poll: Poll): Exact {
  const scores = new Map(Object.entries(asked?.scores ?? {}));
  const points = Object.entries(poll.answers).map(([option, ballots]) =>
    multiply(exact(ballots), exact(scores.get(option) ?? 0)),
  );
  return divide(sum(points), exact(poll.ballots));
}

/** Σ weight × total, rounded half-up to 0.01: the one rounding. */
export function scoreOf(totals: readonly { readonly rater: EditionRater; readonly total: Exact }[]): string {
  return toFixed(sum(totals.map(({ rater, total }) => multiply(exact(rater.weight), total))), 2);
}

/** The place of the first grade whose minimum the rounded score reaches; the last one when none does. */
export function gradeReached({ grades }: EditionContent, score: string): number {
  const reached = grades.findIndex((grade) => compare(exact(score), exact(grade.min)) >= 0);
  return reached === -1 ? grades.length - 1 : reached;
}
