import type { OrganizationEvent } from '@zhibu/contracts';
import { organizationEvents } from '@zhibu/contracts';
import type { Row, Sql, Table, Value } from '@zhibu/database';
import { ALWAYS, type Day, type RecordedEvent } from '@zhibu/kernel';
import type { View } from '../view.ts';
import { derivePlaces, descendantsOf } from './place.projection.ts';

const organization: Table = {
  name: 'organization',
  columns: { id: 'text', kind: 'text', sector: 'text', opened_on: 'date', recorded_at: 'timestamptz' },
};
const organizationFact: Table = {
  name: 'organization_fact',
  columns: {
    organization_id: 'text',
    aspect: 'text',
    revision: 'integer',
    effective_on: 'date',
    recorded_at: 'timestamptz',
    value: 'jsonb',
    findings: 'jsonb',
  },
};

/** What an event says about an organization, an aspect each; a day of its own where it does not hold from the event's. */
interface Said {
  readonly aspect: string;
  readonly value: Value;
  readonly from?: Day;
}

type OrganizationRecorded = RecordedEvent & OrganizationEvent;

/** The register: organizations, what is said about each, and the tree. */
export const organizationView: View = {
  name: 'organization',
  tables: ['organization', 'organization_fact', 'place'],
  unit: 'register',
  takes: new Set(Object.keys(organizationEvents)),
  facts: (events) => {
    const known = events.filter(isOrganizationEvent);
    return [
      { table: organization, rows: known.flatMap(registration) },
      { table: organizationFact, rows: known.flatMap(factsOf) },
    ];
  },
  touches: (sql, events) => touched(sql, events.filter(isOrganizationEvent)),
  derive: derivePlaces,
};

/** Whether an event is one of the register. */
export function isOrganizationEvent(event: RecordedEvent): event is OrganizationRecorded {
  return Object.hasOwn(organizationEvents, event.type);
}

function registration(event: OrganizationRecorded): readonly Row[] {
  if (event.type !== 'OrganizationRegistered') return [];
  const { code, kind, sector, effectiveOn } = event.data;
  return [{ id: code, kind, sector: sector ?? null, opened_on: effectiveOn, recorded_at: event.recordedAt }];
}

function factsOf(event: OrganizationRecorded): readonly Row[] {
  const { organizationId, effectiveOn, findings } = event.data;
  return saidBy(event).map(({ aspect, value, from }, index) => ({
    organization_id: organizationId,
    aspect,
    revision: event.revision,
    effective_on: from ?? effectiveOn,
    recorded_at: event.recordedAt,
    value,
    findings: index === 0 ? findings : undefined,
  }));
}

function saidBy({ type, data }: OrganizationEvent): readonly Said[] {
  switch (type) {
    case 'OrganizationRegistered':
      return [
        { aspect: 'name', value: data.name, from: ALWAYS },
        { aspect: 'parent', value: data.parentId ?? null, from: ALWAYS },
        { aspect: 'life', value: 'opened' },
      ];
    case 'OrganizationRenamed':
      return [{ aspect: 'name', value: data.name }];
    case 'OrganizationMoved':
      return [{ aspect: 'parent', value: data.parentId }];
    case 'OrganizationDissolved':
      return [{ aspect: 'life', value: 'dissolved' }];
    case 'RegistrationCancelled':
      return [{ aspect: 'life', value: 'cancelled' }];
    case 'MembershipReported':
      return [{ aspect: 'membership', value: { full: data.fullMembers, probationary: data.probationaryMembers } }];
    case 'ElectionHeld':
      return [{ aspect: 'election', value: { termYears: data.termYears, committeeSize: data.committeeSize ?? null } }];
    case 'TermExtended':
      return [{ aspect: 'extension', value: { until: data.until } }];
    case 'SecretaryConfirmed':
      return [{ aspect: 'secretary', value: data.personId }];
    case 'SecretaryVacated':
      return [{ aspect: 'secretary', value: null }];
    case 'CellsSet':
      return [{ aspect: 'cells', value: data.cells }];
    case 'ProfileSet':
      return [
        {
          aspect: 'profile',
          value: { feature: data.feature ?? null, brand: data.brand ?? null, highlight: data.highlight ?? null },
        },
      ];
  }
}

const treeEvents = new Set([
  'OrganizationRegistered',
  'OrganizationMoved',
  'OrganizationDissolved',
  'RegistrationCancelled',
]);

/** Whose place in the tree may have changed. */
async function touched(sql: Sql, events: readonly OrganizationRecorded[]): Promise<readonly string[]> {
  const inTree = new Set(
    events.filter((event) => treeEvents.has(event.type)).map((event) => event.data.organizationId),
  );
  return [...inTree, ...(await descendantsOf(sql, [...inTree]))];
}
