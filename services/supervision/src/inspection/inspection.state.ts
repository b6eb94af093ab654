import type { InspectionEvent, InspectionFinding, InspectionOutcome, SpotCheck } from '@zhibu/contracts';
import type { Actor, Day, EventMetadata, EvolveMap } from '@zhibu/kernel';

type DataOf<Type extends InspectionEvent['type']> = Extract<InspectionEvent, { type: Type }>['data'];

/** What was planned, as its event says it. */
export type Schedule = Omit<DataOf<'InspectionScheduled'>, 'effectiveOn' | 'sameHand'>;

export interface KnownFinding {
  readonly finding: InspectionFinding;
  readonly isWithdrawn: boolean;
}

/** 督查: one visit to one Party organization. */
export interface Inspection {
  readonly schedule: Schedule;
  readonly scheduledOn: Day;
  /** By their ids, the withdrawn ones too, in the order in which they came. */
  readonly findings: ReadonlyMap<string, KnownFinding>;
  readonly spotChecks: ReadonlyMap<string, SpotCheck>;
  /** null: it is not concluded. */
  readonly conclusion: { readonly visitedOn: Day; readonly outcome: InspectionOutcome } | null;
  /** 整改通知书; null: none is issued. */
  readonly notice: Pick<
    DataOf<'RectificationNoticeIssued'>,
    'basis' | 'demands' | 'dueOn' | 'acknowledgeBy' | 'replyBy'
  > | null;
  /** 整改措施 that the branch replied with; null: it has not. */
  readonly measures: string | null;
}

export type KnownInspection = {
  readonly status: 'scheduled' | 'concluded' | 'notice-issued' | 'acknowledged' | 'replied' | 'cancelled';
} & Inspection;

/** 以往督查: from before the platform, as its event says it; cancelled: it was recorded in error. */
export interface PriorInspection {
  readonly status: 'prior' | 'cancelled';
  readonly prior: DataOf<'PriorInspectionRecorded'>;
  readonly recordedBy: RecordedBy;
}

/** Who took it in, and whether from a file. */
export interface RecordedBy {
  readonly actor: Actor | null;
  readonly isFromFile: boolean;
}

export type InspectionState = { readonly status: 'none' } | PriorInspection | KnownInspection;

export const noInspection: InspectionState = { status: 'none' };

export const evolveInspection: EvolveMap<{ state: InspectionState; event: InspectionEvent }> = {
  InspectionScheduled: (_state, { data: { effectiveOn: scheduledOn, sameHand: _same, ...schedule } }) => ({
    status: 'scheduled',
    schedule,
    scheduledOn,
    findings: new Map(),
    spotChecks: new Map(),
    conclusion: null,
    notice: null,
    measures: null,
  }),
  PriorInspectionRecorded: (_state, { data: prior, metadata }) => ({
    status: 'prior',
    prior,
    recordedBy: recordedBy(metadata),
  }),
  FindingRecorded: stepped<DataOf<'FindingRecorded'>>((inspection, data) => {
    const finding = findingIn(data);
    const findings = new Map(inspection.findings).set(finding.findingId, { finding, isWithdrawn: false });
    return { ...inspection, findings };
  }),
  FindingWithdrawn: stepped<DataOf<'FindingWithdrawn'>>((inspection, { findingId }) => {
    const known = inspection.findings.get(findingId);
    if (!known) return inspection;
    return { ...inspection, findings: new Map(inspection.findings).set(findingId, { ...known, isWithdrawn: true }) };
  }),
  SpotCheckRecorded: stepped<DataOf<'SpotCheckRecorded'>>((inspection, data) => {
    const { spotCheckId, kind, askedCount, rightCount, checkedOn } = data;
    const check = { spotCheckId, kind, askedCount, rightCount, checkedOn };
    return { ...inspection, spotChecks: new Map(inspection.spotChecks).set(spotCheckId, check) };
  }),
  InspectionConcluded: stepped<DataOf<'InspectionConcluded'>>((inspection, { visitedOn, outcome }) => ({
    ...inspection,
    status: 'concluded',
    conclusion: { visitedOn, outcome },
  })),
  RectificationNoticeIssued: stepped<DataOf<'RectificationNoticeIssued'>>((inspection, data) => {
    const { basis, demands, dueOn, acknowledgeBy, replyBy } = data;
    return { ...inspection, status: 'notice-issued', notice: { basis, demands, dueOn, acknowledgeBy, replyBy } };
  }),
  NoticeAcknowledged: stepped<DataOf<'NoticeAcknowledged'>>((inspection) => ({
    ...inspection,
    status: 'acknowledged',
  })),
  NoticeReplied: stepped<DataOf<'NoticeReplied'>>((inspection, { measures }) => ({
    ...inspection,
    status: 'replied',
    measures,
  })),
  InspectionCancelled: (state) => (state.status === 'none' ? state : { ...state, status: 'cancelled' }),
};

const recordedBy = (metadata: Pick<EventMetadata, 'actor' | 'source'> | undefined): RecordedBy => ({
  actor: metadata?.actor ?? null,
  isFromFile: metadata?.source !== undefined,
});

function stepped<Data>(to: (inspection: KnownInspection, data: Data) => KnownInspection) {
  return (state: InspectionState, { data }: { readonly data: Data }): InspectionState =>
    'schedule' in state ? to(state, data) : state;
}

/** What was found, of an event that says of which inspection besides. */
function findingIn(data: DataOf<'FindingRecorded'>): InspectionFinding {
  const { inspectionId: _id, organizationId: _of, bodyId: _by, effectiveOn: _on, ...finding } = data;
  return finding;
}
