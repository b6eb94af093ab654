import type { ProblemStatus } from '@zhibu/contracts';
import { addDays, type Day, type Interval, NEVER } from '@zhibu/kernel';
import { type CountedStep, joined } from '../../process/spans.rules.ts';
import { standings, type Stands } from '../../process/standings.rules.ts';

/** What is counted of problems. */
export const problemCountings = ['open', 'overdue', 'closed', 'reopened'] as const;
export type ProblemCounting = (typeof problemCountings)[number];

type Step = CountedStep<ProblemStatus>;

/** What those that are open are told apart by beside, and those that are overdue by whom it was told. */
export const problemParts = ['status', 'aspect', 'level'] as const;
export type ProblemPart = (typeof problemParts)[number];
const SEPARATOR = ':';

/** The code of a part that a value counts; undefined: it counts another. */
export const codeIn = (part: ProblemPart, value: string): string | undefined =>
  value.startsWith(`${part}${SEPARATOR}`) ? value.slice(part.length + 1) : undefined;

/**
 * As what a problem is counted on which days: open until it is closed or dismissed; overdue from the day after the due
 * date while it is being rectified, for a completion that waits to be verified is nobody's delay but the verifier's;
 * closed; reopened from the first time on. While it is open also as its status and its aspect, while it is overdue as the
 * level that was told.
 */
export function problemCounted(known: readonly Step[]): readonly Interval<string>[] {
  return [
    ...problemCountings.flatMap((counting) => daysOf(known, counting)),
    ...problemParts.flatMap((part) => daysOfPart(known, part)),
  ];
}

function daysOfPart(known: readonly Step[], part: ProblemPart): readonly Interval<string>[] {
  const days = standings(known).flatMap((interval) => {
    const { status, facets } = interval.value;
    const code = part === 'status' ? status : facets[part];
    const from = countedFrom(interval, part === 'level' ? 'overdue' : 'open');
    if (code === undefined || from === undefined || from >= interval.to) return [];
    return [{ from, to: interval.to, value: `${part}${SEPARATOR}${code}` }];
  });
  return joined(days);
}

function daysOf(known: readonly Step[], counting: ProblemCounting): readonly Interval<string>[] {
  if (counting === 'reopened') return sinceReopened(known);
  const days = standings(known).flatMap((interval) => {
    const from = countedFrom(interval, counting);
    return from !== undefined && from < interval.to ? [{ from, to: interval.to, value: counting }] : [];
  });
  return joined(days);
}

/** From which day of a step's interval on it is counted so; undefined: it is not. */
function countedFrom(
  { from, value: { status, dueOn } }: Interval<Stands<ProblemStatus>>,
  counting: Exclude<ProblemCounting, 'reopened'>,
): Day | undefined {
  switch (counting) {
    case 'open':
      return status === 'closed' || status === 'dismissed' ? undefined : from;
    case 'overdue':
      return status === 'rectifying' && dueOn !== null ? later(from, addDays(dueOn, 1)) : undefined;
    case 'closed':
      return status === 'closed' ? from : undefined;
  }
}

function sinceReopened(known: readonly Step[]): readonly Interval<string>[] {
  const [first] = known
    .filter(({ type }) => type === 'ProblemReopened')
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
  return first ? [{ from: first.effectiveOn, to: NEVER, value: 'reopened' }] : [];
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
