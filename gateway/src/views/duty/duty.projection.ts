import { type DutyEvent, dutyEvents, inspectorDutiesBy, type InspectorEvent, inspectorEvents } from '@zhibu/contracts';
import type { Row, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';

const dutyFact: Table = {
  name: 'duty_fact',
  columns: {
    person_id: 'text',
    revision: 'integer',
    duty_id: 'uuid',
    said: 'text',
    duty: 'text',
    organization_id: 'text',
    branch_ids: 'jsonb',
    aspects: 'jsonb',
    effective_on: 'date',
    until: 'date',
    by_id: 'text',
    basis: 'text',
    recorded_at: 'timestamptz',
  },
};

/** 岗位职责: what was said of the duties of people, and what inspections say of those of their teams. */
export const dutyView: View = {
  name: 'duty',
  tables: ['duty_fact'],
  details: {},
  unit: 'duty',
  takes: new Set([...Object.keys(dutyEvents), ...inspectorEvents]),
  facts: (events) => [
    { table: dutyFact, rows: events.filter(isOfDuty).flatMap(rowsOf) },
    { table: dutyFact, rows: events.filter(isOfInspectors).flatMap(rowsOfInspectors) },
  ],
};

const isOfDuty = (event: RecordedEvent): event is RecordedEvent & DutyEvent => Object.hasOwn(dutyEvents, event.type);

const isOfInspectors = (event: RecordedEvent): event is RecordedEvent & InspectorEvent =>
  inspectorEvents.some((type) => type === event.type);

/** Nobody confirms them, and no paper but that of the inspection stands behind them. */
const rowsOfInspectors = (event: RecordedEvent & InspectorEvent): readonly Row[] =>
  inspectorDutiesBy(event).map(({ said, personId, dutyId, organizationId, branchIds, effectiveOn }) => ({
    person_id: personId,
    revision: event.revision,
    recorded_at: event.recordedAt,
    duty_id: dutyId,
    said,
    effective_on: effectiveOn,
    ...(said === 'assigned' && { duty: 'inspector', organization_id: organizationId, branch_ids: branchIds }),
  }));

function rowsOf(event: RecordedEvent & DutyEvent): readonly Row[] {
  const { data, revision, recordedAt } = event;
  return saidBy(event).map((said) => ({ person_id: data.personId, revision, recorded_at: recordedAt, ...said }));
}

function saidBy({ type, data }: DutyEvent): readonly Row[] {
  switch (type) {
    case 'DutiesFounded':
      return data.duties.map(({ dutyId, duty }) => ({
        said: 'assigned',
        duty_id: dutyId,
        duty,
        effective_on: data.effectiveOn,
      }));
    case 'DutiesMerged':
      return [];
    case 'DutyProposed':
      return [{ said: 'proposed', by_id: data.proposerId, ...heldBy(data) }];
    case 'DutyAssigned':
      return [{ said: 'assigned', by_id: data.confirmerId, ...heldBy(data) }];
    case 'DutyRefused':
      return [{ said: 'refused', duty_id: data.dutyId, effective_on: data.effectiveOn }];
    case 'DutyEnded':
      return [
        { said: 'ended', duty_id: data.dutyId, effective_on: data.effectiveOn, basis: data.basis?.documentNo ?? null },
      ];
  }
}

type Held = Extract<DutyEvent, { readonly type: 'DutyProposed' | 'DutyAssigned' }>['data'];

const heldBy = ({ dutyId, duty, organizationId, branchIds, aspects, from, until, basis }: Held): Row => ({
  duty_id: dutyId,
  duty,
  organization_id: organizationId ?? null,
  branch_ids: branchIds ?? null,
  aspects: aspects ?? null,
  effective_on: from,
  until: until ?? null,
  basis: basis.documentNo,
});
