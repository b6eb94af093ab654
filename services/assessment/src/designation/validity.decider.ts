import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { addMonths, addYears, type Day, type Sent } from '@zhibu/kernel';
import { knownProgramme, refuseOtherThanBody } from '../programme/programme.rules.ts';
import { inForce, isInForce, isOver, refusal, refuseIf, RENEWAL_MONTHS } from './designation.rules.ts';
import type { DesignationState, Known } from './designation.state.ts';
import type { BodyFacts } from './notice.decider.ts';

/** 延续命名: before its validity ends, on a reinspection that was passed lately. */
export function renewDesignation(
  { basis }: CommandNamed<'RenewDesignation'>['data'],
  state: DesignationState,
  { programme: found, today, actor }: BodyFacts,
): DesignationEvent[] {
  const { programme } = knownProgramme(found);
  refuseOtherThanBody(programme, actor);
  const { subject, status, held } = inForce(state);
  refuseIf(status !== 'designated', 'RENEWAL_WITHOUT_REINSPECTION', { status });
  refuseIf(isOver(held, today), 'NOT_DESIGNATED', { until: held.until });
  const { until, reinspectedOn } = held;
  if (until === null || addMonths(until, -RENEWAL_MONTHS) > today) throw refusal('RENEWAL_TOO_EARLY', { until });
  refuseIf(!isLately(reinspectedOn, today), 'RENEWAL_WITHOUT_REINSPECTION', { reinspectedOn });
  const renewed = addYears(until, programme.validityYears);
  return [{ type: 'DesignationRenewed', data: { ...subject, effectiveOn: today, basis, until: renewed } }];
}

const isLately = (day: Day | null, today: Day): boolean => day !== null && addMonths(day, RENEWAL_MONTHS) >= today;

export interface ExpiryFacts extends Sent {
  /** The day on which the organization ends, today at the latest; null: it lives. */
  readonly dissolvedOn: Day | null;
}

/** 命名终止: with its organization, an application too; or because its validity is over. */
export function expireDesignation(
  { reason }: CommandNamed<'ExpireDesignation'>['data'],
  state: DesignationState,
  { today, dissolvedOn }: ExpiryFacts,
): DesignationEvent[] {
  if (state.status === 'expired') return [];
  const { subject, on } = running(state);
  const ended = dissolvedOn === null ? endOfValidity(state, today) : endOfOrganization(on, dissolvedOn);
  return [{ type: 'DesignationExpired', data: { ...subject, ...ended, ...(reason !== undefined && { reason }) } }];
}

/** An application, or a designation in force. @throws Refusal NOT_DESIGNATED */
function running(state: DesignationState): Known {
  if ('application' in state || isInForce(state)) return state;
  throw refusal('NOT_DESIGNATED', { status: state.status });
}

/** Not before its last step, which may be later than what the register said since. */
const endOfOrganization = (on: Day, dissolvedOn: Day) => ({
  effectiveOn: dissolvedOn < on ? on : dissolvedOn,
  because: 'organization-dissolved' as const,
});

function endOfValidity(state: DesignationState, today: Day) {
  const until = isInForce(state) ? state.held.until : null;
  if (until === null || until > today) throw refusal('EXPIRY_NOT_DUE', { until, today });
  return { effectiveOn: until, because: 'validity-over' as const };
}
