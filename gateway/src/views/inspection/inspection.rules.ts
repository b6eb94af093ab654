import {
  type InspectionEvent,
  inspectionEvents,
  type InspectionFinding,
  type InspectionStatus,
} from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { saidBy } from '../../process/said.ts';
import type { Standing, StepRow } from '../../process/standing.lookup.ts';

type DataOf<Type extends InspectionEvent['type']> = Extract<InspectionEvent, { type: Type }>['data'];

/** What the steps of an inspection tell of it at a moment. */
export interface InspectionDetails {
  readonly scheduled: DataOf<'InspectionScheduled'>;
  /** As they stand, and those that were withdrawn, in the order in which they came. */
  readonly findings: readonly (InspectionFinding & { readonly isWithdrawn: boolean })[];
  readonly spotChecks: readonly DataOf<'SpotCheckRecorded'>[];
  readonly concluded: DataOf<'InspectionConcluded'> | null;
  readonly notice: NoticeDetails | null;
}

export interface NoticeDetails extends DataOf<'RectificationNoticeIssued'> {
  readonly acknowledgedOn: Day | null;
  readonly repliedOn: Day | null;
  readonly measures: string | null;
}

/** What an inspection is, as it stands; undefined where it was not scheduled by then. */
export function inspectionIn({ steps }: Standing<InspectionStatus>): InspectionDetails | undefined {
  const [scheduled] = saidBy(inspectionEvents.InspectionScheduled, steps);
  if (!scheduled) return undefined;
  const withdrawn = new Set(saidBy(inspectionEvents.FindingWithdrawn, steps).map(({ findingId }) => findingId));
  return {
    scheduled,
    findings: saidBy(inspectionEvents.FindingRecorded, steps).map((finding) => ({
      ...finding,
      isWithdrawn: withdrawn.has(finding.findingId),
    })),
    spotChecks: saidBy(inspectionEvents.SpotCheckRecorded, steps),
    concluded: saidBy(inspectionEvents.InspectionConcluded, steps)[0] ?? null,
    notice: noticeIn(steps),
  };
}

function noticeIn(steps: readonly StepRow[]): NoticeDetails | null {
  const [issued] = saidBy(inspectionEvents.RectificationNoticeIssued, steps);
  if (!issued) return null;
  const [acknowledged] = saidBy(inspectionEvents.NoticeAcknowledged, steps);
  const [replied] = saidBy(inspectionEvents.NoticeReplied, steps);
  return {
    ...issued,
    acknowledgedOn: acknowledged?.effectiveOn ?? null,
    repliedOn: replied?.effectiveOn ?? null,
    measures: replied?.measures ?? null,
  };
}
