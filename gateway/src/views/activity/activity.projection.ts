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
    external_id: 'text',
    kind: 'text',
    held_on: 'date',
    recorded_at: 'timestamptz',
  },
};

/** 党内组织生活: what was said of every activity. */
export const activityView: View = {
  name: 'activity',
  tables: ['activity'],
  details: { activity: 'branch_id' },
  unit: 'activity',
  takes: new Set(Object.keys(activityEvents)),
  facts: (events) => [{ table: activity, rows: events.filter(isActivityEvent).map(rowOf) }],
};

function isActivityEvent(event: RecordedEvent): event is RecordedEvent & ActivityEvent {
  return Object.hasOwn(activityEvents, event.type);
}

function rowOf({ data, revision, recordedAt }: RecordedEvent & ActivityEvent): Row {
  const { branchId, externalId } = data;
  return {
    branch_id: branchId,
    year: Number('year' in data ? data.year : periodOf(data.heldOn)),
    revision,
    external_id: externalId,
    ...('heldOn' in data && { kind: data.kind, held_on: data.heldOn }),
    recorded_at: recordedAt,
  };
}
