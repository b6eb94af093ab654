import { type RemediationEvent, remediationEvents, type RemediationStatus } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Row, Table } from '@zhibu/database';
import type { View } from '../view.ts';

const remediationStep: Table = {
  name: 'remediation_step',
  columns: {
    branch_id: 'text',
    year: 'text',
    revision: 'integer',
    event_id: 'uuid',
    type: 'text',
    status: 'text',
    effective_on: 'date',
    recorded_at: 'timestamptz',
    actor: 'jsonb',
    said: 'jsonb',
  },
};

/** 后进整顿: every step of every remediation. */
export const remediationView: View = {
  name: 'remediation',
  tables: ['remediation_step'],
  unit: 'remediation',
  takes: new Set(Object.keys(remediationEvents)),
  facts: (events) => [{ table: remediationStep, rows: events.filter(isRemediationEvent).map(rowOf) }],
};

const isRemediationEvent = (event: RecordedEvent): event is RecordedEvent & RemediationEvent =>
  Object.hasOwn(remediationEvents, event.type);

const statusAfter: Readonly<Record<RemediationEvent['type'], RemediationStatus>> = {
  RemediationOpened: 'open',
  RemediationAccepted: 'accepted',
  RemediationFailed: 'failed',
  RemediationWithdrawn: 'withdrawn',
};

function rowOf({ id, revision, recordedAt, type, data, metadata }: RecordedEvent & RemediationEvent): Row {
  const { branchId, year, effectiveOn, ...said } = data;
  return {
    branch_id: branchId,
    year,
    revision,
    event_id: id,
    type,
    status: statusAfter[type],
    effective_on: effectiveOn,
    recorded_at: recordedAt,
    actor: metadata.actor,
    said,
  };
}
