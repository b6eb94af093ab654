import { type Day, NEVER } from '@zhibu/kernel';

/** What every fact says that a rating follows from. */
interface RatingFactBase {
  /** A year, `YYYY`. */
  readonly period: string;
  /** RFC 3339. */
  readonly recordedAt: string;
  /** Place in the owning service's log; tells which of two was recorded last. */
  readonly position: bigint;
}

/** What an event of a grading does to the ratings, by its type. */
export const ratingEventKinds = {
  BranchGraded: 'computed',
  GradeRevised: 'revised',
  GradeDetermined: 'determined',
  DeterminationWithdrawn: 'withdrawn',
  GradeReassessed: 'reassessed',
  PriorGradeRecorded: 'prior',
  PriorGradeCorrected: 'prior-corrected',
} as const;

/** The events of a grading that ratings follow from. */
export type RatingEventType = keyof typeof ratingEventKinds;

/** A decision on a grade, or the withdrawal of one. */
export interface RatingEvent extends RatingFactBase {
  readonly kind: (typeof ratingEventKinds)[RatingEventType];
  readonly eventId: string;
  readonly effectiveOn: Day;
  /** The round that it belongs to; null: of a grade from before the platform. */
  readonly roundId: string | null;
  /** The event that a revision or a correction takes the place of, or a withdrawal takes away. */
  readonly corrects?: string | null | undefined;
}

/** RoundClosed: what its round has decided on the period is confirmed. */
export interface RatingClosing extends RatingFactBase {
  readonly kind: 'closed';
  readonly roundId: string;
}

/** What the ratings of a branch in a scheme follow from (domain.md, section 2). */
export type RatingFact<Decided extends RatingEvent = RatingEvent> = Decided | RatingClosing;

/** A decision as it stands: with the computed one under it, and whether its period's round is closed. */
export interface Rating<Decided extends RatingEvent> {
  readonly decision: Decided;
  /** The computed grade, as last revised, that the decision is or that a superior determined otherwise about. */
  readonly computed: Decided;
  readonly confirmed: boolean;
}

/** A rating and the days on which it holds: `from` included, `to` excluded; still in force when `to` is null. */
export interface RatingInterval<Decided extends RatingEvent> extends Rating<Decided> {
  readonly from: Day;
  readonly to: Day | null;
}

/** A decision that may hold: since which day, and at which place among those of the same day. */
interface Line<Decided> {
  readonly decision: Decided;
  /** That of the first of its line: a revision takes the days and the rank of what it corrects. */
  readonly from: Day;
  readonly rank: bigint;
}

/** What has been decided about one period. */
interface PeriodDecisions<Decided> {
  readonly computed: Line<Decided> | null;
  /** What a superior has decided otherwise before the closing. */
  readonly determined: Line<Decided> | null;
  /** New decisions since the closing. */
  readonly later: readonly Line<Decided>[];
  readonly closed: boolean;
}

/** The rounds that are closed are those of a scheme; its periods in no order. */
interface Known<Decided> {
  readonly periods: ReadonlyMap<string, PeriodDecisions<Decided>>;
  readonly closedRounds: ReadonlySet<string>;
}

/**
 * The rating in force on every day: who holds from when to when, by `from` (domain.md, section 2). Of the decisions that
 * were neither replaced nor withdrawn and whose day has come: the latest period; of that the latest day; of equal days
 * the one recorded last, where a revision ranks as the first of its line. Neighbours differ; there are no gaps after the
 * first `from`, and none holds from `endsOn` on.
 * @param facts of one branch in one scheme, in any order: those that are known
 * @param endsOn the day from which on the branch has no rating, for it is dissolved; absent: it lives
 */
export function ratingIntervals<Decided extends RatingEvent>(
  facts: Iterable<RatingFact<Decided>>,
  endsOn: Day = NEVER,
): readonly RatingInterval<Decided>[] {
  const lines = [...known(facts).periods.values()].flatMap(linesOf).sort((a, b) => compare(a.from, b.from));
  const starts: HeldLine<Decided>[] = [];
  let inForce: HeldLine<Decided> | undefined;
  for (const line of lines) {
    // As days go by decisions only join, so the one that prevails so far is enough to know.
    if (inForce && precedes(line, inForce)) continue;
    if (starts.at(-1)?.from === line.from) starts.pop();
    starts.push(line);
    inForce = line;
  }
  return starts.flatMap((line, index) => {
    const to = earlier(starts[index + 1]?.from ?? NEVER, endsOn);
    return line.from < to ? [{ ...ratingOf(line), from: line.from, to: to === NEVER ? null : to }] : [];
  });
}

/**
 * The rating in force on a day, as known at an instant: what {@link ratingIntervals} says of that day.
 * @param knownAt RFC 3339; absent: everything recorded is known
 */
export function ratingOn<Decided extends RatingEvent>(
  facts: Iterable<RatingFact<Decided>>,
  day: Day,
  knownAt?: string,
): Rating<Decided> | undefined {
  const until = knownAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(knownAt);
  const recorded = [...facts].filter((fact) => Date.parse(fact.recordedAt) <= until);
  return ratingIntervals(recorded).find(({ from, to }) => from <= day && (to === null || day < to));
}

/**
 * What each period has come to, whatever the day on which it takes effect: the outcome of its round as it now stands,
 * revisions and withdrawals included; before the closing its provisional decision. Determinations and reassessments made
 * after the closing are no part of it.
 * @param facts of one branch in one scheme, in any order: those that are known
 */
export function ratingOutcomes<Decided extends RatingEvent>(
  facts: Iterable<RatingFact<Decided>>,
): ReadonlyMap<string, Rating<Decided>> {
  const outcomes = new Map<string, Rating<Decided>>();
  for (const [period, decided] of known(facts).periods) {
    const line = decided.determined ?? decided.computed;
    if (line) outcomes.set(period, ratingOf({ ...line, decided }));
  }
  return outcomes;
}

/** A line of a period, with what else the period has. */
type HeldLine<Decided> = Line<Decided> & { readonly decided: PeriodDecisions<Decided> };

function linesOf<Decided extends RatingEvent>(decided: PeriodDecisions<Decided>): readonly HeldLine<Decided>[] {
  const outcome = decided.determined ?? decided.computed;
  return [...(outcome ? [outcome] : []), ...decided.later].map((line) => ({ ...line, decided }));
}

const ratingOf = <Decided extends RatingEvent>({ decision, decided }: HeldLine<Decided>): Rating<Decided> => ({
  decision,
  computed: (decision.kind === 'determined' ? decided.computed?.decision : undefined) ?? decision,
  confirmed: decided.closed,
});

/** Whether of two lines in effect the other one prevails. */
function precedes<Decided extends RatingEvent>(line: Line<Decided>, other: Line<Decided>): boolean {
  const order =
    compare(line.decision.period, other.decision.period) ||
    compare(line.from, other.from) ||
    compare(line.rank, other.rank);
  return order < 0;
}

function known<Decided extends RatingEvent>(facts: Iterable<RatingFact<Decided>>): Known<Decided> {
  let all: Known<Decided> = { periods: new Map(), closedRounds: new Set() };
  for (const fact of [...facts].sort((a, b) => compare(a.position, b.position))) all = told(all, fact);
  return all;
}

const nothing = { computed: null, determined: null, later: [], closed: false } as const;

function told<Decided extends RatingEvent>(all: Known<Decided>, fact: RatingFact<Decided>): Known<Decided> {
  const before: PeriodDecisions<Decided> = all.periods.get(fact.period) ?? nothing;
  const closedRounds = fact.kind === 'closed' ? new Set([...all.closedRounds, fact.roundId]) : all.closedRounds;
  return { periods: new Map([...all.periods, [fact.period, decidedBy(before, fact, closedRounds)]]), closedRounds };
}

function decidedBy<Decided extends RatingEvent>(
  before: PeriodDecisions<Decided>,
  fact: RatingFact<Decided>,
  closedRounds: ReadonlySet<string>,
): PeriodDecisions<Decided> {
  if (isClosing(fact)) return closedBy(before, fact);
  const line = { decision: fact, from: fact.effectiveOn, rank: fact.position };
  switch (fact.kind) {
    case 'computed':
      // Of a branch that was admitted late the round is closed already: its grade is confirmed when it is made.
      return { ...nothing, computed: line, closed: fact.roundId !== null && closedRounds.has(fact.roundId) };
    case 'prior':
      return { ...nothing, computed: line, closed: true };
    case 'determined':
      return before.closed ? { ...before, later: [...before.later, line] } : { ...before, determined: line };
    case 'withdrawn':
      return withdrawn(before, fact);
    case 'reassessed':
      return { ...before, later: [...before.later, line] };
    case 'revised':
    case 'prior-corrected':
      return corrected(before, fact);
  }
}

/** A round confirms what is decided in it, and nothing of a branch that is graded in another one. */
function closedBy<Decided extends RatingEvent>(
  before: PeriodDecisions<Decided>,
  { roundId }: RatingClosing,
): PeriodDecisions<Decided> {
  const provisional = before.determined ?? before.computed;
  return provisional?.decision.roundId === roundId ? { ...before, closed: true } : before;
}

/** A correction stands in the place of what it corrects: of the computed grade, unless it names a later decision. */
function corrected<Decided extends RatingEvent>(
  before: PeriodDecisions<Decided>,
  fact: Decided,
): PeriodDecisions<Decided> {
  const replacing = (line: Line<Decided>): Line<Decided> => ({ ...line, decision: fact });
  const isNamed = (line: Line<Decided>): boolean => line.decision.eventId === fact.corrects;
  if (before.later.some(isNamed))
    return { ...before, later: before.later.map((line) => (isNamed(line) ? replacing(line) : line)) };
  return before.computed ? { ...before, computed: replacing(before.computed) } : before;
}

function withdrawn<Decided extends RatingEvent>(
  before: PeriodDecisions<Decided>,
  { corrects }: Decided,
): PeriodDecisions<Decided> {
  const others = ({ decision }: Line<Decided>): boolean => decision.eventId !== corrects;
  const { determined } = before;
  return {
    ...before,
    determined: determined && others(determined) ? determined : null,
    later: before.later.filter(others),
  };
}

const isClosing = (fact: RatingFact): fact is RatingClosing => fact.kind === 'closed';

const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
const compare = <Ordered extends string | bigint>(a: Ordered, b: Ordered): number => (a < b ? -1 : a > b ? 1 : 0);
