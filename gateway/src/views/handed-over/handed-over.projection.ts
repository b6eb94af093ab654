import { activityContent, type ActivityEvent, activityEvents, type GradingEvent } from '@zhibu/contracts';
import { periodOf, type RecordedEvent } from '@zhibu/kernel';
import type { Row, Table } from '@zhibu/database';
import type { View } from '../view.ts';

const handedOver: Table = {
  name: 'handed_over',
  columns: {
    branch_id: 'text',
    kind: 'text',
    scheme: 'text',
    period: 'text',
    code: 'text',
    revision: 'integer',
    stands: 'boolean',
    file: 'text',
    content: 'text',
    recorded_at: 'timestamptz',
  },
};

const gradingTypes = ['VetoRecorded', 'VetoWithdrawn', 'PriorGradeRecorded', 'PriorGradeCorrected'] as const;
type OfGrading = Extract<GradingEvent, { type: (typeof gradingTypes)[number] }>;
type Taken = RecordedEvent & (ActivityEvent | OfGrading);

const taken: ReadonlySet<string> = new Set([...Object.keys(activityEvents), ...gradingTypes]);

/** Facts that come one by one, each with the file that it was taken in from. */
export const handedOverView: View = {
  name: 'handed-over',
  tables: ['handed_over'],
  details: { handed_over: 'branch_id' },
  unit: 'handed-over',
  takes: taken,
  facts: (events) => [{ table: handedOver, rows: events.filter(isTaken).map(rowOf) }],
};

const isTaken = (event: RecordedEvent): event is Taken => taken.has(event.type);

function rowOf(event: Taken): Row {
  return {
    branch_id: event.data.branchId,
    revision: event.revision,
    file: event.metadata.source?.file ?? null,
    content: contentOf(event),
    recorded_at: event.recordedAt,
    ...factIn(event),
  };
}

/** What the code of a fact does not say already. */
function contentOf({ type, data }: Taken): string | null {
  return type === 'ActivityRecorded' || type === 'ActivityCorrected' ? activityContent(data) : null;
}

function factIn({ type, data }: ActivityEvent | OfGrading): Row {
  switch (type) {
    case 'ActivityWithdrawn':
      return { kind: 'activity', scheme: '', period: data.year, code: data.externalId, stands: false };
    case 'ActivityRecorded':
    case 'ActivityCorrected':
      return { kind: 'activity', scheme: '', period: periodOf(data.heldOn), code: data.externalId, stands: true };
    case 'VetoRecorded':
      return { kind: 'veto', scheme: data.scheme, period: data.period, code: data.veto, stands: true };
    case 'VetoWithdrawn':
      return { kind: 'veto', scheme: data.scheme, period: data.period, code: data.veto, stands: false };
    case 'PriorGradeRecorded':
    case 'PriorGradeCorrected':
      return { kind: 'prior-grade', scheme: data.scheme, period: data.period, code: data.grade, stands: true };
  }
}
