import { type CommandNamed, endDay, type ProblemEvent } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { SuperiorFacts } from '@zhibu/register/rules';
import type { KnownProblem, ProblemState } from './problem.state.ts';
import { about, dayOfStep, known, refuseIf, refuseOtherThanJudge } from './step.rules.ts';

type Asked = CommandNamed<'DismissProblem'>['data'];

/** What a dismissal rests on. */
export interface DismissalFacts extends SuperiorFacts {
  readonly dissolvedOn: Day | null;
  /** The organization of the problem that it is said to be a duplicate of; null: there is no such problem. */
  readonly duplicateOn: string | null;
}

/** 问题不予认定: by who judges it and had no part in its rectification; by the platform, where its cause has gone. */
export function dismissProblem(data: Asked, state: ProblemState, facts: DismissalFacts): ProblemEvent[] {
  const found = known(state);
  if (found.status === 'dismissed') return [];
  refuseIf(found.status === 'closed', 'PROBLEM_CLOSED');
  const { today, actor } = facts;
  const { problemId: _id, effectiveOn: _on, ...dismissal } = data;
  const isOwn = actor.role === 'system';
  if (!isOwn) refuseUnfit(data, found, facts);
  const effectiveOn = isOwn
    ? endDay(data.effectiveOn, { today, since: found.problem.since })
    : dayOfStep(data, found, facts);
  return [{ type: 'ProblemDismissed', data: { ...about(found), effectiveOn, ...dismissal } }];
}

function refuseUnfit({ because, of, basis }: Asked, found: KnownProblem, facts: DismissalFacts): void {
  refuseOtherThanJudge(found, facts);
  const { personId } = facts.actor;
  const { involved, dueDates, found: finding } = found.problem;
  refuseIf(involved.includes(personId), 'DISMISSED_BY_INVOLVED', { personId, involved });
  refuseIf(dueDates > 0 && basis === undefined, 'BASIS_REQUIRED', { field: 'basis' });
  const { dissolvedOn, duplicateOn, today } = facts;
  const isDissolved = dissolvedOn !== null && dissolvedOn <= today;
  refuseIf(because === 'branch-dissolved' && !isDissolved, 'NO_DISSOLUTION', { field: 'because', dissolvedOn });
  const isOther = of !== finding.problemId && duplicateOn === finding.organizationId;
  refuseIf((because === 'duplicate') !== (of !== undefined) || (of !== undefined && !isOther), 'DUPLICATE_OF_NONE', {
    field: 'of',
    of,
  });
}
