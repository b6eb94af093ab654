import { activityEvents, type ActivityEvent } from '@zhibu/contracts';
import { periodOf, type RecordedEvent } from '@zhibu/kernel';
import type { Row, Table } from '@zhibu/database';
import type { View } from '../view.ts';

const activity: Table = {
  name: 'activity',
  columns: {
    branch_id: 'text',
    year: 'integer',
    revision: 'integer',
    kind: 'text',
    held_on: 'date',
    recorded_at: 'timestamptz',
  },
};

/** 党内组织生活: every activity held. */
export const activityView: View = {
  name: 'activity',
  tables: ['activity'],
  unit: 'activity',
  takes: new Set(Object.keys(activityEvents)),
  facts: (events) => [{ table: activity, rows: events.filter(isActivityEvent).map(rowOf) }],
};

function isActivityEvent(event: RecordedEvent): event is RecordedEvent & ActivityEvent {
  return Object.hasOwn(activityEvents, event.type);
}

function rowOf({ data, revision, recordedAt }: RecordedEvent & ActivityEvent): Row {
  const { branchId, kind, heldOn } = data;
  return {
    branch_id: branchId,
    year: Number(periodOf(heldOn)),
    revision,
    kind,
    held_on: heldOn,
    recorded_at: recordedAt,
  };
}
