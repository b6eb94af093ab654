import type { ReplayQuery } from '../../generated/replay.document.ts';
import type { ReplayRatingsQuery } from '../../generated/replay-ratings.document.ts';
import type { Check } from '../../parts/checks.part.tsx';
import { words } from '../../words/words.ts';

const says = words.replay;

export type Replay = ReplayQuery['replay'];
export type Step = Replay['steps'][number];
export type Span = ReplayRatingsQuery['ratingSpans'][number];
export type Rated = Span['rating'];
type Placed = Pick<Step, 'type' | 'recordedAt' | 'effectiveOn'>;

/** A step decides a grade; all others are facts that decisions rest on. */
export const isDecision = ({ type }: Pick<Step, 'type'>): boolean => Object.keys(words.decisions).includes(type);

/** What held before a step, and after it; undefined: no grade. */
export interface Change {
  readonly before: Rated | undefined;
  readonly after: Rated | undefined;
}

/** The grade that a decision gave; a decision that takes one away, and a fact, give none. */
export const givenBy = (eventId: string, spans: readonly Span[]): Rated | undefined =>
  spans.find(({ rating }) => rating.decision.eventId === eventId)?.rating;

/**
 * What a step changed: on the day that it is about, what was known just before it was recorded, and once it was. A fact
 * is about no day; it is told with the day of the decision before it.
 */
export function changeAt(steps: readonly Placed[], index: number, spans: readonly Span[]): Change {
  const decided = steps.slice(0, index + 1).filter((step) => isDecision(step) && step.effectiveOn !== null);
  const day = decided.pop()?.effectiveOn;
  const at = Date.parse(steps[index]?.recordedAt ?? '');
  if (!day || Number.isNaN(at)) return { before: undefined, after: undefined };
  const onDay = spans.filter(({ from, to }) => from <= day && (to === null || day < to));
  const known = (isKnown: (from: number, to: number) => boolean): Rated | undefined =>
    onDay.find(({ knownFrom, knownTo }) =>
      isKnown(Date.parse(knownFrom), knownTo === null ? Infinity : Date.parse(knownTo)),
    )?.rating;
  return { before: known((from, to) => from < at && at <= to), after: known((from, to) => from <= at && at < to) };
}

/** The step that an address names, from 1 on; the last where it names none of them. */
export function stepIn(search: string, count: number): number {
  const asked = Number(new URLSearchParams(search).get('step') ?? count);
  return Number.isInteger(asked) && asked >= 1 && asked <= count ? asked - 1 : count - 1;
}

/** Whether what is shown is what the records say, and whether the records are as they were written. */
export const checksOf = ({
  agreesWithReadModel,
  chainIntact,
  chainKept,
}: Omit<Replay, 'steps' | 'faults'>): readonly Check[] => [
  agreesWithReadModel
    ? { title: says.agrees, says: says.agreesHeld, outcome: 'held' }
    : { title: says.agrees, says: says.agreesFailed, outcome: 'failed' },
  chainOf(chainIntact, chainKept),
];

function chainOf(isIntact: boolean, isKept: boolean): Check {
  if (!isKept) return { title: says.unchanged, says: says.chainNotKept, outcome: 'unknown' };
  return isIntact
    ? { title: says.unchanged, says: says.chainHeld, outcome: 'held' }
    : { title: says.unchanged, says: says.chainFailed, outcome: 'failed' };
}
