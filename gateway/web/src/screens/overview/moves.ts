import type { OverviewQuery } from '../../generated/overview.document.ts';

export type Grade = OverviewQuery['dashboard']['grades'][number];
export type Transition = OverviewQuery['dashboard']['transitions'][number];

/** Of so many branches, how many did what the policy asks of them. */
export interface Reached {
  readonly reached: number;
  readonly of: number;
}

/** 后进赶先进、中间争先进、先进更前进: of those that stood so last year, how many rose, came to lead, went on leading. */
export interface Striving {
  readonly lagging: Reached;
  readonly ordinary: Reached;
  readonly leading: Reached;
}

/** What the policy asks of each standing, counted; those without a grade in the first year are in none of them. */
export function strivingOf(grades: readonly Grade[], transitions: readonly Transition[]): Striving {
  const place = (code: string | null): number => grades.findIndex(({ grade }) => grade === code);
  const standing = (code: string | null): string | undefined => grades[place(code)]?.standing;
  const of = (from: string, isReached: (move: Transition) => boolean): Reached => {
    const moves = transitions.filter(({ fromGrade }) => standing(fromGrade) === from);
    return { reached: sum(moves.filter(isReached)), of: sum(moves) };
  };
  const leads = ({ toGrade }: Transition): boolean => standing(toGrade) === 'leading';
  return {
    lagging: of('lagging', ({ fromGrade, toGrade }) => place(toGrade) >= 0 && place(toGrade) < place(fromGrade)),
    ordinary: of('ordinary', leads),
    leading: of('leading', leads),
  };
}

const sum = (moves: readonly Transition[]): number => moves.reduce((all, { count }) => all + count, 0);
