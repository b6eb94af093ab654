import { type ProgrammeLevel, programmeLevels, refusing, revocationContract } from '@zhibu/contracts';
import { addDays, type Day, type Sent } from '@zhibu/kernel';
import { type Case, isUndecided, type RevocationState, type Undecided } from './revocation.state.ts';

export const { refusal, refuseIf } = refusing(revocationContract);

/** 陈述: so many working days from the notification (domain.md, section 6). */
export const RESPONSE_WORKING_DAYS = 10;
/** 宽限期: so many days at most. */
export const GRACE_DAYS = 30;
/** 决定: within so many days of the proposal. */
export const DECIDED_WITHIN_DAYS = 60;
/** 申诉: within so many days of the decision. */
export const APPEALED_WITHIN_DAYS = 15;
/** 申诉处理: within so many days of the appeal. */
export const APPEAL_DECIDED_WITHIN_DAYS = 30;

/** 省委、市委、市直工委 at or above the organization of a case, the nearest first. */
export interface Body {
  readonly id: string;
  readonly level: ProgrammeLevel;
}

export interface BodiesFacts extends Sent {
  readonly bodies: readonly Body[];
}

/** An inspection as far as a case rests on it; `team`: who inspected. */
export interface Inspected {
  readonly inspectionId: string;
  readonly organizationId: string;
  readonly mode: string;
  readonly isConcluded: boolean;
  readonly visitedOn: Day | null;
  readonly team: readonly string[];
}

/** 实地检查: remote and back-office checks alone are not enough. */
export const isOnSite = ({ mode }: Pick<Inspected, 'mode'>): boolean => mode === 'on-site';

/** How high a level stands: 0, the province, is the highest. */
const rankOf = (level: ProgrammeLevel): number => programmeLevels.indexOf(level);
export const isAtOrAbove = (level: ProgrammeLevel, other: ProgrammeLevel): boolean => rankOf(level) <= rankOf(other);
export const isAbove = (level: ProgrammeLevel, other: ProgrammeLevel): boolean => rankOf(level) < rankOf(other);

/** The body that somebody acts for, as the tree has it today. @throws Refusal ACTS_FOR_NOBODY */
export function bodyActing({ bodies, actor }: BodiesFacts): Body {
  const body = bodies.find(({ id }) => id === actor.organizationId);
  if (body) return body;
  throw refusal('ACTS_FOR_NOBODY', { superiors: bodies.map(({ id }) => id) });
}

/** @throws Refusal REVOCATION_UNKNOWN */
export function proposed(state: RevocationState): Exclude<RevocationState, { status: 'none' }> {
  if (state.status === 'none') throw refusal('REVOCATION_UNKNOWN', { field: 'revocationId' });
  return state;
}

/** A case that is not decided. @throws Refusal REVOCATION_UNKNOWN, REVOCATION_DECIDED */
export function undecided(state: RevocationState): Undecided {
  const known = proposed(state);
  if (isUndecided(known)) return known;
  throw refusal('REVOCATION_DECIDED', { status: known.status });
}

/** Lets the body pass that proposed, and those above it. @throws Refusal ACTS_FOR_NOBODY, NOT_THE_PROPOSING_BODY */
export function refuseOtherBodies({ bodyId }: Pick<Case, 'bodyId'>, facts: BodiesFacts): void {
  const acting = bodyActing(facts);
  const proposing = facts.bodies.find(({ id }) => id === bodyId);
  const mayAct = acting.id === bodyId || (proposing !== undefined && isAbove(acting.level, proposing.level));
  refuseIf(!mayAct, 'NOT_THE_PROPOSING_BODY', { bodyId, organizationId: acting.id });
}

/** What a decision says of its term: after it only with a reason. @throws Refusal REASON_REQUIRED */
export function lateness(
  reason: string | undefined,
  { today, decideBy }: { readonly today: Day; readonly decideBy: Day },
): { readonly late?: true } {
  if (today <= decideBy) return {};
  refuseIf(reason === undefined, 'REASON_REQUIRED', { field: 'reason', decideBy, today });
  return { late: true };
}

/** The last day of a term of days that begins with a day. */
export const within = (days: number, from: Day): Day => addDays(from, days);

/** What an event of a case says that is no proposal. */
export const step = ({ subject }: Case, effectiveOn: Day) => ({ ...subject, effectiveOn });
