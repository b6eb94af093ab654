import type { OrganizationEvent } from '@zhibu/contracts';
import { organizationEvents } from '@zhibu/contracts';
import type { Row, Sql, Table } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';
import { saidBy } from './said.rules.ts';
import { derivePlaces, descendantsOf } from './place.projection.ts';

const organizationFact: Table = {
  name: 'organization_fact',
  columns: {
    organization_id: 'text',
    aspect: 'text',
    revision: 'integer',
    effective_on: 'date',
    recorded_at: 'timestamptz',
    value: 'jsonb',
    basis: 'jsonb',
    findings: 'jsonb',
  },
};

type OrganizationRecorded = RecordedEvent & OrganizationEvent;

/** The register: organizations, what is said about each, and the tree. */
export const organizationView: View = {
  name: 'organization',
  tables: ['organization', 'organization_fact', 'place'],
  details: { organization_fact: 'organization_id' },
  shows: ['ever_under', 'organization_name'],
  unit: 'register',
  takes: new Set(Object.keys(organizationEvents)),
  facts: (events) => {
    const known = events.filter(isOrganizationEvent);
    return [{ table: organizationFact, rows: known.flatMap(factsOf) }];
  },
  touches: (sql, events) => touched(sql, events.filter(isOrganizationEvent)),
  derive: derivePlaces,
};

/** Whether an event is one of the register. */
export function isOrganizationEvent(event: RecordedEvent): event is OrganizationRecorded {
  return Object.hasOwn(organizationEvents, event.type);
}

function factsOf(event: OrganizationRecorded): readonly Row[] {
  const { organizationId, effectiveOn, findings } = event.data;
  const basis = 'basis' in event.data ? event.data.basis : undefined;
  return saidBy(event).map(({ aspect, value, from }, index) => ({
    organization_id: organizationId,
    aspect,
    revision: event.revision,
    effective_on: from ?? effectiveOn,
    recorded_at: event.recordedAt,
    value,
    basis,
    findings: index === 0 ? findings : undefined,
  }));
}

const treeEvents = new Set([
  'OrganizationRegistered',
  'RegistrationCorrected',
  'OrganizationMoved',
  'OrganizationDissolved',
  'OrganizationReinstated',
  'RegistrationCancelled',
]);

/** Whose place in the tree may have changed. */
async function touched(sql: Sql, events: readonly OrganizationRecorded[]): Promise<readonly string[]> {
  const inTree = new Set(
    events.filter((event) => treeEvents.has(event.type)).map((event) => event.data.organizationId),
  );
  return [...inTree, ...(await descendantsOf(sql, [...inTree]))];
}
