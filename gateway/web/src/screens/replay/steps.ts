import type { ReplayQuery } from '../../generated/replay.document.ts';
import type { ReplayRatingsQuery } from '../../generated/replay-ratings.document.ts';
import type { Check } from '../../parts/checks.part.tsx';
import { words } from '../../words/words.ts';

const says = words.replay;

export type Replay = ReplayQuery['replay'];
export type Step = Replay['steps'][number];
export type Rated = ReplayRatingsQuery['ratingSpans'][number]['rating'];

/** A step decides a grade; all others are facts that decisions rest on. */
export const isDecision = ({ type }: Pick<Step, 'type'>): boolean => Object.keys(words.decisions).includes(type);

/** What held before a step, and after it; undefined: no grade yet. */
export interface Change {
  readonly before: Rated | undefined;
  readonly after: Rated | undefined;
}

/** The grades by the decisions that gave them. */
export const byDecision = (ratings: readonly Rated[]): ReadonlyMap<string, Rated> =>
  new Map(ratings.map((rating) => [rating.decision.eventId, rating]));

/** What a step changed: from the latest decision before it to the latest with it. */
export function changeAt(steps: readonly Step[], index: number, rated: ReadonlyMap<string, Rated>): Change {
  const latest = (until: number): Rated | undefined =>
    steps
      .slice(0, until)
      .map(({ eventId }) => rated.get(eventId))
      .reduce((known, each) => each ?? known, undefined);
  return { before: latest(index), after: latest(index + 1) };
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
