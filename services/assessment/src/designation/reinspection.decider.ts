import type { CommandNamed, DesignationEvent } from '@zhibu/contracts';
import { addDays, type Day, type Sent } from '@zhibu/kernel';
import { actsAsSuperior, type SuperiorFacts } from '@zhibu/register/rules';
import type { Reinspection as Look } from '../conclusions.rules.ts';
import { knownProgramme, refuseOtherThanBody } from '../programme/programme.rules.ts';
import {
  GRACE_DAYS,
  inForce,
  isInForce,
  PLAQUE_DAYS,
  PROPOSED_WITHIN_DAYS,
  refusal,
  refuseIf,
} from './designation.rules.ts';
import type { DesignationState, Ended, InForce } from './designation.state.ts';
import type { BodyFacts } from './notice.decider.ts';
import { type HeldStatus, isOver, lookedAt } from './reinspection.rules.ts';

type Reinspection = CommandNamed<'RecordReinspection'>['data'];

export interface ReinspectionFacts extends BodyFacts {
  /** The reinspections of the designation whose conclusions have arrived. */
  readonly looks: readonly Look[];
}

/** 复核: by the conclusion of its inspection; by hand only from the paper of one from before the programme was registered. */
export function recordReinspection(
  data: Reinspection,
  state: DesignationState,
  facts: ReinspectionFacts,
): DesignationEvent[] {
  const held = inForce(state);
  const { inspectionId } = data;
  return facts.actor.role === 'system' && inspectionId !== undefined
    ? byInspection({ ...data, inspectionId }, held, facts.looks)
    : byPaper(data, held, facts);
}

/** Whichever came first: where it then stands follows from the order of the visits. */
function byInspection(look: Look, held: InForce, known: readonly Look[]): DesignationEvent[] {
  const { since, looks } = held.held;
  const { inspectedOn, outcome } = look;
  if (looks.inspections.includes(look.inspectionId)) return [];
  const last = looks.settled.on ?? since;
  refuseIf(isOver(inspectedOn, held.held), 'BEFORE_LAST_STEP', { field: 'inspectedOn', inspectedOn, last });
  const { status, last: lastLook } = lookedAt(look, { status: held.status, since, looks }, known);
  if (status === held.status) {
    refuseIf(status === 'failed', 'REINSPECTION_FAILED');
    return lastLook === look ? [reinspected(look, held, status)] : [];
  }
  // What failed is told by what was not passed, whose own conclusion is on its way.
  if (status === 'failed') return outcome === 'passed' ? [] : [reinspected(look, held, status)];
  return [reinspected(lastLook, held, status)];
}

function byPaper(
  data: Reinspection,
  held: InForce,
  { programme: found, today }: ReinspectionFacts,
): DesignationEvent[] {
  if (isRecorded(held, data)) return [];
  const { programme } = knownProgramme(found);
  const { inspectedOn, inspectionId, basis, outcome } = data;
  refuseIf(inspectedOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'inspectedOn', inspectedOn, today });
  const isOfToday = inspectionId !== undefined || inspectedOn >= programme.effectiveOn;
  refuseIf(isOfToday, 'REINSPECTION_BY_INSPECTION', { field: 'inspectedOn', before: programme.effectiveOn });
  refuseIf(basis === undefined, 'REINSPECTION_BASIS_MISSING', { field: 'basis' });
  refuseUnfit(data, held);
  return [reinspected(data, held, statusOf[outcome])];
}

const statusOf = { passed: 'designated', conditional: 'conditional', failed: 'failed' } as const;

/** What is recorded, of the day of the visit. */
function reinspected(data: Reinspection, { subject }: InForce, status: HeldStatus): DesignationEvent {
  const { inspectedOn, inspectionId, basis, problems = [] } = data;
  const said = {
    ...subject,
    effectiveOn: inspectedOn,
    inspectedOn,
    ...(inspectionId !== undefined && { inspectionId }),
    ...(basis && { basis }),
  };
  switch (status) {
    case 'designated':
      return { type: 'ReinspectionPassed', data: said };
    case 'conditional':
      return {
        type: 'ReinspectionConditional',
        data: { ...said, problems, graceUntil: addDays(inspectedOn, GRACE_DAYS) },
      };
    case 'failed':
      return {
        type: 'ReinspectionFailed',
        data: { ...said, problems, proposeBy: addDays(inspectedOn, PROPOSED_WITHIN_DAYS) },
      };
  }
}

/** The same conclusion of the same day. */
const isRecorded = ({ status, on, held }: InForce, { outcome, inspectedOn }: Reinspection): boolean =>
  statusOf[outcome] === status && (outcome === 'passed' ? held.reinspectedOn === inspectedOn : on === inspectedOn);

function refuseUnfit({ outcome, inspectedOn, problems }: Reinspection, held: InForce): void {
  refuseIf(inspectedOn < held.on, 'BEFORE_LAST_STEP', { field: 'inspectedOn', inspectedOn, last: held.on });
  refuseIf(held.status === 'failed', 'REINSPECTION_FAILED');
  refuseIf(held.status === 'conditional' && outcome === 'conditional', 'GRACE_USED', { field: 'outcome' });
  refuseIf(outcome !== 'passed' && problems === undefined, 'PROBLEMS_MISSING', { field: 'problems' });
}

/** 不提出取消命名: by the body, with the reason. */
export function waiveRevocation(
  { reason, basis }: CommandNamed<'WaiveRevocation'>['data'],
  state: DesignationState,
  { programme, today, actor }: BodyFacts,
): DesignationEvent[] {
  refuseOtherThanBody(knownProgramme(programme).programme, actor);
  const held = inForce(state);
  refuseIf(held.status !== 'failed', 'REINSPECTION_NOT_FAILED', { status: held.status });
  return [{ type: 'RevocationWaived', data: { ...held.subject, effectiveOn: today, reason, ...(basis && { basis }) } }];
}

export interface RevokingFacts extends Sent {
  /** The day on which an appeal overturned the case; null: none did. */
  readonly overturnedOn: Day | null;
}

/** 取消命名: by a case that was decided, of the designation that it is about and of no later one of the organization. */
export function revokeDesignation(
  { revocationId, designatedOn, basis, reason, effectiveOn: named }: CommandNamed<'RevokeDesignation'>['data'],
  state: DesignationState,
  { today, overturnedOn }: RevokingFacts,
): DesignationEvent[] {
  if (state.status === 'revoked' && state.because === revocationId) return [];
  const held = inForce(state);
  const { since, overturned } = held.held;
  refuseIf(since !== designatedOn, 'NOT_DESIGNATED', { since, designatedOn });
  const effectiveOn = named ?? today;
  // What was overturned before its day never revokes; what was overturned later did so until then.
  const isOverturned = overturned.includes(revocationId) || (overturnedOn !== null && overturnedOn < effectiveOn);
  if (isOverturned) return [];
  const plaqueDueOn = addDays(effectiveOn, PLAQUE_DAYS);
  return [
    {
      type: 'DesignationRevoked',
      data: { ...held.subject, effectiveOn, revocationId, basis, plaqueDueOn, ...(reason !== undefined && { reason }) },
    },
  ];
}

/** 恢复命名: from the day on which it ended; by the appeal in its case, or because its organization was dissolved in error. */
export function restoreDesignation(
  { because, revocationId, reason }: CommandNamed<'RestoreDesignation'>['data'],
  state: DesignationState,
): DesignationEvent[] {
  if (isInForce(state)) return [];
  if (!('plaque' in state) || state.held === null) throw refusal('NOTHING_TO_RESTORE', { status: state.status });
  refuseIf(!isRestoredBy[because](state, revocationId), 'NOTHING_TO_RESTORE', { field: 'because' });
  return [
    {
      type: 'DesignationRestored',
      data: {
        ...state.subject,
        effectiveOn: state.on,
        because,
        reason,
        ...(revocationId !== undefined && { revocationId }),
      },
    },
  ];
}

/** What each reason restores. */
const isRestoredBy = {
  'appeal-overturned': ({ status, because }: Ended, revocationId: string | undefined) =>
    status === 'revoked' && because === revocationId,
  'organization-reinstated': ({ because }: Ended) => because === 'organization-dissolved',
};

export interface PlaqueFacts extends BodyFacts, SuperiorFacts {}

/** 交回牌匾 of what was revoked: taken back by the designating body, or by a superior of the organization for it. */
export function returnPlaque(
  { returnedOn }: CommandNamed<'ReturnPlaque'>['data'],
  state: DesignationState,
  facts: PlaqueFacts,
): DesignationEvent[] {
  const { programme } = knownProgramme(facts.programme);
  if (!actsAsSuperior(facts)) refuseOtherThanBody(programme, facts.actor);
  const { today } = facts;
  if (state.status !== 'revoked') throw refusal('NO_PLAQUE_DUE', { status: state.status });
  if (state.plaque === 'returned') return [];
  const effectiveOn = returnedOn ?? today;
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'returnedOn', returnedOn, today });
  refuseIf(effectiveOn < state.on, 'BEFORE_LAST_STEP', { field: 'returnedOn', returnedOn });
  return [{ type: 'PlaqueReturned', data: { ...state.subject, effectiveOn } }];
}
