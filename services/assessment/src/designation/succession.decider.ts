import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { addMonths, type Day } from '@zhibu/kernel';
import { knownProgramme, refuseOtherThanBody } from '../programme/programme.rules.ts';
import { type Applicant, refuseOutside } from './application.decider.ts';
import { isInForce, isOver, refusal, refuseIf, SUCCESSION_MONTHS } from './designation.rules.ts';
import type { DesignationState, Held, Subject } from './designation.state.ts';
import type { BodyFacts } from './notice.decider.ts';

export interface SuccessionFacts extends BodyFacts {
  /** The successor, as the register has it today; null: it is not registered. */
  readonly applicant: Applicant | null;
  /** The same designation of the predecessor. */
  readonly predecessor: DesignationState;
  /** The predecessor's dissolution, one ahead too (`on` null: it lives); null: it is not registered. */
  readonly dissolution: { readonly on: Day | null } | null;
  /** A case of the predecessor's designation that is open, or decided to revoke; null: there is none. */
  readonly revocationId: string | null;
  /** Who goes on with the predecessor's designation already; null: nobody. */
  readonly passedTo: string | null;
}

/** 承接命名: of what a merger ended, or is about to, the body of its level may let one successor go on with it. */
export function confirmSuccession(
  { basis, predecessorId }: CommandNamed<'ConfirmSuccession'>['data'],
  state: DesignationState,
  facts: SuccessionFacts,
): DesignationEvent[] {
  const { programme } = knownProgramme(facts.programme);
  refuseOtherThanBody(programme, facts.actor);
  if (isPassedFrom(state, predecessorId)) return [];
  refuseIf(isInForce(state), 'ALREADY_DESIGNATED', { field: 'organizationId' });
  refuseIf('application' in state, 'APPLICATION_OPEN');
  const { id } = refuseOutside(facts.applicant, programme);
  const { subject, held, effectiveOn } = toBePassed(facts);
  const { until, since } = held;
  const said = { predecessorId, basis, since, ...(until !== null && { until }) };
  return [{ type: 'DesignationPassed', data: { ...subject, organizationId: id, effectiveOn, ...said } }];
}

/** Whatever has become of it since. */
const isPassedFrom = (state: DesignationState, predecessorId: string): boolean =>
  'held' in state && state.held?.passedFrom === predecessorId;

interface ToBePassed {
  readonly subject: Subject;
  readonly held: Held;
  /** Today, or the day of a dissolution that is still to come: until then the predecessor has it. */
  readonly effectiveOn: Day;
}

/** The register decides, not the step that answers it: that one may come later, and is undone where it was an error. */
function toBePassed({ predecessor, dissolution, passedTo, revocationId, today }: SuccessionFacts): ToBePassed {
  const field = 'predecessorId';
  if (!dissolution) throw refusal('ORGANIZATION_UNKNOWN', { field });
  refuseIf(passedTo !== null, 'SUCCESSION_CONFIRMED', { field, organizationId: passedTo });
  const { on } = dissolution;
  if (on === null || addMonths(on, SUCCESSION_MONTHS) < today) throw refusal('NO_SUCCESSION', { field });
  if (!hasOrHadToItsEnd(predecessor)) throw refusal('NO_SUCCESSION', { field });
  refuseUnsettled(predecessor, revocationId);
  const { subject, held } = predecessor;
  const effectiveOn = on > today ? on : today;
  refuseIf(isOver(held, effectiveOn), 'NO_SUCCESSION', { field });
  return { subject, held, effectiveOn };
}

/** In force, or ended with its organization and nothing else. */
const hasOrHadToItsEnd = (state: DesignationState): state is DesignationState & ToBePassed =>
  isInForce(state) || (state.status === 'expired' && state.held !== null && state.because === 'organization-dissolved');

/**
 * The successor would have it as if nothing stood against it. Source: domain.md, sections 3 (successors) and 4 (designation).
 * @throws Refusal SUCCESSION_UNSETTLED
 */
function refuseUnsettled(predecessor: DesignationState, revocationId: string | null): void {
  const status = 'stood' in predecessor ? predecessor.stood : predecessor.status;
  const isSettled = status === 'designated' && revocationId === null;
  refuseIf(!isSettled, 'SUCCESSION_UNSETTLED', {
    field: 'predecessorId',
    status,
    ...(revocationId !== null && { revocationId }),
  });
}
