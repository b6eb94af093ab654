import {
  inspectionContract,
  type InspectionFinding,
  type InspectionOutcome,
  type OrganizationKind,
  refusing,
} from '@zhibu/contracts';
import type { Actor, Day, Sent } from '@zhibu/kernel';
import type { Inspection, InspectionState, KnownInspection } from './inspection.state.ts';

export const { refusal, refuseIf } = refusing(inspectionContract);

/** 省委组织部, 市委组织部, 市直工委: who inspects (domain.md, section 6). */
export const INSPECTING: readonly OrganizationKind[] = ['province', 'city', 'work-committee'];

/** A visit is planned so far ahead (domain.md, section 2: an act of a superior). */
export const PLANNED_YEARS_AHEAD = 2;

/** 结论: within so many working days of the visit (domain.md, section 6). */
export const CONCLUDED_WITHIN = 5;

/** 不合格: a grave finding, or so many major ones (domain.md, section 6). */
const FAILS_FROM_MAJOR = 3;

/** 签收: so many working days after the notice (domain.md, section 6). */
export const ACKNOWLEDGED_WITHIN = 3;
/** 答复: so many days after the notice (domain.md, section 6). */
export const REPLIED_WITHIN_DAYS = 15;
/** 整改时限: as of any rectification with a basis (domain.md, section 5). */
export const RECTIFIED_WITHIN_DAYS = 180;

/** 结论: pass without a major finding, fail with a grave one or three major ones, to be rectified between them. */
export function outcomeOf(findings: readonly Pick<InspectionFinding, 'severity'>[]): InspectionOutcome {
  const { major, grave } = countsOf(findings);
  if (grave > 0 || major >= FAILS_FROM_MAJOR) return 'fail';
  return major > 0 ? 'rectify' : 'pass';
}

/** How many findings there are of each severity. */
export function countsOf(findings: readonly Pick<InspectionFinding, 'severity'>[]) {
  const of = (asked: InspectionFinding['severity']): number =>
    findings.filter(({ severity }) => severity === asked).length;
  return { minor: of('minor'), major: of('major'), grave: of('grave') };
}

/** The findings that stand, in the order in which they came. */
export const standingFindings = ({ findings }: Inspection): readonly InspectionFinding[] =>
  [...findings.values()].flatMap(({ finding, isWithdrawn }) => (isWithdrawn ? [] : [finding]));

/** What every event of an inspection says. */
export function aboutOf({ schedule }: Inspection, effectiveOn: Day) {
  const { inspectionId, organizationId, bodyId } = schedule;
  return { inspectionId, organizationId, bodyId, effectiveOn };
}

/** Whom an inspection is of; undefined: there is none. */
export function organizationIn(state: InspectionState): string | undefined {
  if (state.status === 'none') return undefined;
  return 'prior' in state ? state.prior.organizationId : state.schedule.organizationId;
}

/** The inspection, which was scheduled here. @throws Refusal INSPECTION_UNKNOWN, INSPECTION_PRIOR */
export function known(state: InspectionState): KnownInspection {
  if (state.status === 'none') throw refusal('INSPECTION_UNKNOWN', { field: 'inspectionId' });
  if ('prior' in state) throw refusal('INSPECTION_PRIOR');
  return state;
}

/** The inspection, which goes on. @throws Refusal INSPECTION_UNKNOWN, INSPECTION_CANCELLED, INSPECTION_CONCLUDED */
export function goingOn(state: InspectionState): KnownInspection {
  const inspection = notCancelled(state);
  refuseIf(inspection.conclusion !== null, 'INSPECTION_CONCLUDED');
  return inspection;
}

/** The inspection, which stands. @throws Refusal INSPECTION_UNKNOWN, INSPECTION_CANCELLED */
export function notCancelled(state: InspectionState): KnownInspection {
  const inspection = known(state);
  refuseIf(inspection.status === 'cancelled', 'INSPECTION_CANCELLED');
  return inspection;
}

/** Lets only the body of the inspection pass. @throws Refusal INSPECTION_OF_ANOTHER_BODY */
export function refuseOtherThanBody({ schedule }: Inspection, { organizationId }: Actor): void {
  refuseIf(organizationId !== schedule.bodyId, 'INSPECTION_OF_ANOTHER_BODY', { bodyId: schedule.bodyId });
}

/** Lets only a member of the team pass; of what is entered on behalf, who signed. @throws Refusal NOT_ON_THE_TEAM */
export function refuseOutsider({ schedule }: Inspection, { actor }: Sent): void {
  refuseIf(!schedule.team.includes(actor.personId), 'NOT_ON_THE_TEAM', { personId: actor.personId });
}
