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

type Scheduled = DataOf<'InspectionScheduled'>;

/** What its first step tells of an inspection: as it was scheduled, or as it was before the platform. */
export type Visit = Pick<Scheduled, 'bodyId' | 'scope' | 'mode' | 'purpose' | 'visitOn' | 'basis'>;

/** What the steps of an inspection tell of it at a moment. */
export interface InspectionDetails {
  readonly visit: Visit;
  /** null: it is from before the platform. */
  readonly scheduled: Scheduled | null;
  /** 以往督查; null: it was scheduled here. */
  readonly prior: DataOf<'PriorInspectionRecorded'> | null;
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

/** What an inspection is, as it stands; undefined where it was neither scheduled nor taken in by then. */
export function inspectionIn({ steps }: Standing<InspectionStatus>): InspectionDetails | undefined {
  const [scheduled] = saidBy(inspectionEvents.InspectionScheduled, steps);
  if (scheduled) return scheduledIn(scheduled, steps);
  const [prior] = saidBy(inspectionEvents.PriorInspectionRecorded, steps);
  return prior && priorIn(prior);
}

/** What was found before the platform stands as it was found on the day of the visit. */
function priorIn(prior: DataOf<'PriorInspectionRecorded'>): InspectionDetails {
  const { effectiveOn: visitOn, findings } = prior;
  return {
    visit: { ...prior, visitOn },
    scheduled: null,
    prior,
    findings: findings.map((finding) => ({ ...finding, foundOn: visitOn, isWithdrawn: false })),
    spotChecks: [],
    concluded: null,
    notice: null,
  };
}

function scheduledIn(scheduled: Scheduled, steps: readonly StepRow[]): InspectionDetails {
  const withdrawn = new Set(saidBy(inspectionEvents.FindingWithdrawn, steps).map(({ findingId }) => findingId));
  return {
    visit: scheduled,
    scheduled,
    prior: null,
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
