import {
  type CommandNamed,
  type InspectionEvent,
  type InspectionFinding,
  MOST_FINDINGS,
  MOST_SPOT_CHECKS,
} from '@zhibu/contracts';
import { contentHash, type Day, type Sent } from '@zhibu/kernel';
import { aboutOf, goingOn, notCancelled, refusal, refuseIf, refuseOutsider } from './inspection.rules.ts';
import type { InspectionState, KnownInspection } from './inspection.state.ts';

/**
 * 登记发现: by a member of the team, who may have made it days before on a device without a network. The same finding again
 * is nothing, also once it is withdrawn or the inspection concluded: the device only missed the answer.
 */
export function recordFinding(
  { inspectionId: _id, ...finding }: CommandNamed<'RecordFinding'>['data'],
  state: InspectionState,
  sent: Sent,
): InspectionEvent[] {
  const inspection = notCancelled(state);
  refuseOutsider(inspection, sent);
  if (isKnown(inspection, finding)) return [];
  goingOn(inspection);
  const { foundOn, programmeId } = finding;
  refuseDay({ field: 'foundOn', day: foundOn }, inspection, sent);
  const isReviewed = programmeId === undefined || inspection.schedule.designations?.includes(programmeId) === true;
  refuseIf(!isReviewed, 'DESIGNATION_NOT_REVIEWED', { field: 'programmeId', programmeId });
  refuseIf(inspection.findings.size >= MOST_FINDINGS, 'TOO_MANY_FINDINGS', { most: MOST_FINDINGS });
  return [{ type: 'FindingRecorded', data: { ...aboutOf(inspection, foundOn), ...finding } }];
}

/** Something is found from the day on which the inspection was scheduled. @throws Refusal EFFECTIVE_IN_FUTURE, FOUND_BEFORE_SCHEDULED */
function refuseDay(
  { field, day }: { readonly field: 'foundOn' | 'checkedOn'; readonly day: Day },
  { scheduledOn }: KnownInspection,
  { today }: Sent,
): void {
  refuseIf(day > today, 'EFFECTIVE_IN_FUTURE', { field, [field]: day, today });
  refuseIf(day < scheduledOn, 'FOUND_BEFORE_SCHEDULED', { field, [field]: day, scheduledOn });
}

/** Whether it is recorded as it is said. @throws Refusal FINDING_DIFFERS with both versions, FINDING_WITHDRAWN */
function isKnown({ findings }: KnownInspection, sent: InspectionFinding): boolean {
  const known = findings.get(sent.findingId);
  if (!known) return false;
  if (contentHash(known.finding) === contentHash(sent)) return true;
  refuseIf(known.isWithdrawn, 'FINDING_WITHDRAWN', { field: 'findingId' });
  throw refusal('FINDING_DIFFERS', { field: 'findingId', recorded: known.finding, sent });
}

/** 撤回发现: before the conclusion, with the reason. */
export function withdrawFinding(
  { findingId, reason }: CommandNamed<'WithdrawFinding'>['data'],
  state: InspectionState,
  sent: Sent,
): InspectionEvent[] {
  const inspection = notCancelled(state);
  refuseOutsider(inspection, sent);
  const known = inspection.findings.get(findingId);
  if (!known) throw refusal('FINDING_UNKNOWN', { field: 'findingId', findingId });
  if (known.isWithdrawn) return [];
  goingOn(inspection);
  return [{ type: 'FindingWithdrawn', data: { ...aboutOf(inspection, sent.today), findingId, reason } }];
}

/** 现场抽问: how many were asked, and how many knew. */
export function recordSpotCheck(
  { inspectionId: _id, ...check }: CommandNamed<'RecordSpotCheck'>['data'],
  state: InspectionState,
  sent: Sent,
): InspectionEvent[] {
  const inspection = notCancelled(state);
  refuseOutsider(inspection, sent);
  const known = inspection.spotChecks.get(check.spotCheckId);
  if (known) {
    const isSame = contentHash(known) === contentHash(check);
    refuseIf(!isSame, 'SPOT_CHECK_DIFFERS', { field: 'spotCheckId', recorded: known, sent: check });
    return [];
  }
  goingOn(inspection);
  const { askedCount, rightCount, checkedOn } = check;
  refuseIf(rightCount > askedCount, 'SPOT_CHECK_WRONG', { field: 'rightCount', askedCount, rightCount });
  refuseDay({ field: 'checkedOn', day: checkedOn }, inspection, sent);
  refuseIf(inspection.spotChecks.size >= MOST_SPOT_CHECKS, 'TOO_MANY_FINDINGS', { most: MOST_SPOT_CHECKS });
  return [{ type: 'SpotCheckRecorded', data: { ...aboutOf(inspection, checkedOn), ...check } }];
}
