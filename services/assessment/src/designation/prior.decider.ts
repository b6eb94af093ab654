import { type CommandNamed, type DesignationEvent, isOperator } from '@zhibu/contracts';
import { type Actor, addDays, type Sent } from '@zhibu/kernel';
import { knownProgramme } from '../programme/programme.rules.ts';
import type { Programme, ProgrammeState } from '../programme/programme.state.ts';
import type { Applicant } from './application.decider.ts';
import { refusal, refuseIf } from './designation.rules.ts';
import type { DesignationState } from './designation.state.ts';

type Prior = CommandNamed<'RecordPriorDesignation'>['data'];

export interface PriorFacts extends Sent {
  readonly programme: ProgrammeState;
  /** As the register has it today; null: it is not registered. */
  readonly applicant: Applicant | null;
  /** The programme's body and what stands above it today. */
  readonly bodyAndAbove: readonly string[];
}

/** 以往命名: taken in from before the platform; sent again it records nothing. */
export function recordPriorDesignation(data: Prior, state: DesignationState, facts: PriorFacts): DesignationEvent[] {
  const { today, applicant } = facts;
  const { programme } = knownProgramme(facts.programme);
  refuseOtherRecorder(data, programme, facts);
  const { since, ...said } = data;
  refuseIf(since > today, 'EFFECTIVE_IN_FUTURE', { field: 'since', since, today });
  const latest = addDays(programme.effectiveOn, -1);
  refuseIf(since > latest, 'NOT_PRIOR', { field: 'since', since, latest });
  if (state.status !== 'none') {
    refuseIf(!isPrior(state, data), 'PRIOR_DESIGNATION_RECORDED', { field: 'programmeId' });
    return [];
  }
  if (!applicant) throw refusal('ORGANIZATION_UNKNOWN', { field: 'organizationId' });
  refuseIf(!programme.subjects.some((kind) => kind === applicant.kind), 'NOT_A_SUBJECT', { kind: applicant.kind });
  refuseIf(!applicant.isUnderBody, 'NOT_UNDER_BODY', { field: 'organizationId' });
  const { level, programmeKind } = programme;
  return [{ type: 'PriorDesignationRecorded', data: { ...said, level, programmeKind, effectiveOn: since } }];
}

/**
 * The body itself or who stands above it. Nobody records facts for a province or a city, so its designations also come in by
 * the import or entered from a paper, which then says that its document is that body's; a branch's own superior typing in an
 * honour of a higher level is neither. Source: domain.md, section 4 (designation); access.md, sections 2 and 4.
 */
function refuseOtherRecorder(
  { bodyId: said }: Prior,
  { bodyId }: Programme,
  { actor, bodyAndAbove }: Pick<PriorFacts, 'actor' | 'bodyAndAbove'>,
): void {
  refuseIf(said !== undefined && said !== bodyId, 'NOT_THE_BODY', { field: 'bodyId', bodyId });
  if (bodyAndAbove.some((id) => id === actor.organizationId)) return;
  refuseIf(!isFromPaper(actor) || said === undefined, 'PRIOR_OF_ANOTHER_BODY', { field: 'bodyId', bodyId });
}

const isFromPaper = (actor: Actor): boolean => isOperator(actor) || actor.enteredBy !== undefined;

/** Whatever has become of it since: the same day, document and end. */
function isPrior(state: DesignationState, { since, until, basis }: Prior): boolean {
  const prior = 'held' in state ? state.held?.prior : null;
  return prior?.effectiveOn === since && prior.until === until && prior.basis.documentNo === basis.documentNo;
}
