import {
  type CommandNamed,
  type QuotaExceeded,
  quotaReadings,
  type RoundEvent,
  type RoundOutside,
} from '@zhibu/contracts';
import { type Day, handsOf, type RefusalDetails, type Sent, shareAHand } from '@zhibu/kernel';
import type { PublishedEdition } from '../edition/edition.state.ts';
import {
  distributionByUnit,
  distributionOf,
  type GradedBranch,
  itemsLostMost,
  laggingOf,
} from './distribution.rules.ts';
import { refusal, refuseIf } from './round.rules.ts';
import type { Round, RoundState } from './round.state.ts';
import { refuseMissingSteps } from './step.rules.ts';

/** 1 December: from then on the round of the running period may be closed. */
const CLOSES_FROM = '12-01';

type CloseRound = CommandNamed<'CloseRound'>['data'];
type Closed = Extract<RoundEvent, { type: 'RoundClosed' }>['data'];

export interface ClosingFacts extends Sent {
  /** The editions of the round, in its order. */
  readonly editions: readonly PublishedEdition[];
  readonly scope: Scope;
}

/** Whom a round is about on its period's last day. */
export interface Scope {
  readonly branches: readonly BranchInScope[];
  readonly outside: readonly RoundOutside[];
}

/** One that an edition of the round grades, and that is not exempt; with no grade while none was decided. */
export interface BranchInScope extends Omit<GradedBranch, 'grade'> {
  readonly grade: string | null;
  /** The day of the decision that stands. */
  readonly effectiveOn: Day | null;
  /** Who had a hand in rating it for the superior; nobody: that is not told. */
  readonly superior: readonly string[];
  /** Who was on the team of an inspection of it in the period, or in the year in which it is graded. */
  readonly inspectors: readonly string[];
}

/** 核准: confirms the grades of the round from then on. */
export function closeRound(data: CloseRound, state: RoundState, facts: ClosingFacts): RoundEvent[] {
  if (state.status === 'closed') return [];
  if (state.status === 'none') throw refusal('ROUND_NOT_OPEN');
  const { round } = state;
  const { editions, scope } = facts;
  const graded = gradedBranches(scope.branches);
  const effectiveOn = closingDay(data, facts);
  refuseMissingSteps(round, { editions, graded, effectiveOn });
  const quotasExceeded = exceeded(round, editions, graded);
  const { quotaBasis } = data;
  refuseIf(quotasExceeded.length > 0 && !quotaBasis, 'QUOTA_EXCEEDED', quotaFacts(quotasExceeded, editions));
  const { roundId, workCommitteeId, scheme, period, exempt } = round;
  return [
    {
      type: 'RoundClosed',
      data: {
        roundId,
        workCommitteeId,
        scheme,
        period,
        effectiveOn,
        editions: round.editions.map(({ editionId, editionHash }) => ({ editionId, editionHash })),
        distribution: distributionOf(editions, graded),
        units: distributionByUnit(editions, graded),
        branches: graded.length,
        lagging: [...laggingOf(editions, graded)],
        exempt: [...exempt.values()],
        outside: [...scope.outside],
        lostMost: itemsLostMost(editions, graded),
        quotasExceeded,
        ...(quotaBasis && { quotaBasis }),
        ...byOneHand(scope.branches, facts),
      },
    },
  ];
}

/** Rater for the superior, confirmer and inspector are three persons of a branch, or the closing says where they are not. */
function byOneHand(
  branches: readonly BranchInScope[],
  { actor }: Sent,
): Pick<Closed, 'sameHand' | 'ratedByConfirmer' | 'inspectedByGrader'> {
  const confirmers = handsOf(actor);
  const rated = branches.filter(({ superior }) => shareAHand(superior, confirmers)).map(idOf);
  const inspected = branches
    .filter(({ superior, inspectors }) => shareAHand(inspectors, [...superior, ...confirmers]))
    .map(idOf);
  if (rated.length + inspected.length === 0) return {};
  return {
    sameHand: true,
    ...(rated.length > 0 && { ratedByConfirmer: rated }),
    ...(inspected.length > 0 && { inspectedByGrader: inspected }),
  };
}

/** The day that the command names, else today; the running period is not closed before December. */
function closingDay({ period, effectiveOn: named }: CloseRound, { today, scope }: ClosingFacts): Day {
  const effectiveOn = named ?? today;
  const field = 'effectiveOn';
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field, effectiveOn, today });
  const from = `${period}-${CLOSES_FROM}`;
  refuseIf(effectiveOn < from, 'CLOSED_TOO_EARLY', { field, effectiveOn, from });
  const late = scope.branches.filter((branch) => branch.effectiveOn !== null && branch.effectiveOn > effectiveOn);
  refuseIf(late.length > 0, 'CLOSED_BEFORE_DECISION', { field, effectiveOn, branches: late.map(idOf) });
  return effectiveOn;
}

/** The branches with their grades. @throws Refusal ROUND_EMPTY, ROUND_UNGRADED naming those without */
export function gradedBranches(branches: readonly BranchInScope[]): readonly GradedBranch[] {
  refuseIf(branches.length === 0, 'ROUND_EMPTY');
  const ungraded = branches.filter(({ grade }) => grade === null).map(idOf);
  refuseIf(ungraded.length > 0, 'ROUND_UNGRADED', { count: ungraded.length, branches: ungraded });
  return branches.flatMap(({ grade, ...branch }) => (grade === null ? [] : [{ ...branch, grade }]));
}

/** Which quotas are exceeded: for people how many have a grade and how many may, and which units are meant. */
function quotaFacts(quotas: readonly QuotaExceeded[], editions: readonly PublishedEdition[]): RefusalDetails {
  const labels = new Map(
    editions.flatMap(({ editionId, content }) =>
      content.grades.map(({ code, label }) => [`${editionId} ${code}`, label] as const),
    ),
  );
  const errors = quotas.map(({ editionId, grade, group, count, allowed }) => {
    const label = `${group ?? ''}${labels.get(`${editionId} ${grade}`) ?? ''}`;
    return {
      field: '',
      problem: { zh: `${label}${count}个，限额${allowed}个`, en: `${label}: ${count}, at most ${allowed}` },
    };
  });
  return { field: 'quotaBasis', quotas, errors, units: quotas.flatMap(({ unitId }) => unitId ?? []) };
}

function exceeded(round: Round, editions: readonly PublishedEdition[], graded: readonly GradedBranch[]) {
  const groups = new Map(round.editions.map((edition) => [edition.editionId, edition.groups]));
  return editions
    .flatMap((edition) => quotaReadings(edition, groups.get(edition.editionId), graded))
    .flatMap(({ exceeded: isExceeded, ...quota }) => (isExceeded ? [quota] : []));
}

const idOf = ({ branchId }: { readonly branchId: string }): string => branchId;
