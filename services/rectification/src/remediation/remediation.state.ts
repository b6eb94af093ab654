import type { RemediationEvent } from '@zhibu/contracts';
import type { Actor, Day } from '@zhibu/kernel';

/** 后进整顿 of one branch for one year's grades. */
export type RemediationState =
  | { readonly status: 'none' }
  | { readonly status: 'open' | 'accepted' | 'failed' | 'withdrawn'; readonly since: Day };

/** A confirmed grade of lagging standing. */
export interface LaggingGrade {
  readonly scheme: string;
  readonly roundId: string;
}

/** What a decision on a remediation rests on beyond its own stream. */
export interface RemediationFacts {
  readonly today: Day;
  /** Who sends the command. */
  readonly actor: Actor;
  /** The confirmed grades of the year that are of lagging standing, as they stand now, by scheme. */
  readonly lagging: readonly LaggingGrade[];
  readonly dissolvedOn: Day | null;
  /** The superior of the branch; looked up for decisions of a superior. */
  readonly superiorId: string | null;
  /** The branch's problems that are neither closed nor dismissed; looked up for AcceptRemediation. */
  readonly openProblems: readonly string[];
}

export const initialRemediation: RemediationState = { status: 'none' };

export function evolveRemediation(_state: RemediationState, event: RemediationEvent): RemediationState {
  const since = event.data.effectiveOn;
  switch (event.type) {
    case 'RemediationOpened':
      return { status: 'open', since };
    case 'RemediationAccepted':
      return { status: 'accepted', since };
    case 'RemediationFailed':
      return { status: 'failed', since };
    case 'RemediationWithdrawn':
      return { status: 'withdrawn', since };
  }
}
