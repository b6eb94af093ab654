import type { ActivityEvent, OrganizationEvent } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Activity } from './activity/activity.state.ts';

type Facts = (OrganizationEvent | ActivityEvent) & { readonly position: bigint };
type OfType<Type extends Facts['type']> = Extract<Facts, { readonly type: Type }>;

/** Keeps who stands under whom, since when and until when, and every activity by its external id. */
export const organizationLookup: FeedConsumer = {
  group: 'organization-lookup',
  service: 'organization',
  apply: async (transaction, events) => {
    const facts = events as readonly unknown[] as readonly Facts[];
    // Within a stretch without a cancellation the order of effects does not matter.
    for (let from = 0; from < facts.length;) {
      const next = facts.findIndex((fact, index) => index >= from && fact.type === 'RegistrationCancelled');
      const to = next === -1 ? facts.length : next;
      await applyStretch(transaction, facts.slice(from, to));
      const cancelled = facts[to];
      if (cancelled?.type === 'RegistrationCancelled') await forget(transaction, cancelled.data.organizationId);
      from = to + 1;
    }
  },
};

/** Keeps which streams of Assessment speak of an organization. */
export const referenceLookup: FeedConsumer = {
  group: 'organization-references',
  service: 'assessment',
  apply: async (transaction, events) => {
    const references = events.flatMap(referencesOf);
    if (references.length === 0) return;
    await transaction.query(
      `INSERT INTO lookup_reference (organization_id, stream) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
      [references.map((reference) => reference.organizationId), references.map((reference) => reference.stream)]);
  },
};

interface Referring {
  readonly branchId?: string;
  readonly workCommitteeId?: string;
}

/** The first event of a stream tells whom it is about. */
function referencesOf({ revision, stream, data }: RecordedEvent): readonly { organizationId: string; stream: string }[] {
  if (revision !== 0) return [];
  const { branchId, workCommitteeId } = data as Referring;
  return [branchId, workCommitteeId].flatMap((organizationId) => (organizationId === undefined ? [] : [{ organizationId, stream }]));
}

async function applyStretch(transaction: Sql, facts: readonly Facts[]): Promise<void> {
  const registered = ofType(facts, 'OrganizationRegistered');
  await insertOrganizations(transaction, registered);
  await insertEdges(transaction, [
    ...registered.map(({ position, data }) => ({ ...data, effectiveOn: '-infinity', position })),
    ...ofType(facts, 'OrganizationMoved').map(({ position, data }) => ({ ...data, position })),
  ]);
  await dissolve(transaction, ofType(facts, 'OrganizationDissolved'));
  await insertActivities(transaction, ofType(facts, 'ActivityRecorded').map(({ data }) => data));
}

function ofType<Type extends Facts['type']>(facts: readonly Facts[], type: Type): readonly OfType<Type>[] {
  return facts.filter((fact): fact is OfType<Type> => fact.type === type);
}

async function insertOrganizations(transaction: Sql, registered: readonly OfType<'OrganizationRegistered'>[]): Promise<void> {
  if (registered.length === 0) return;
  await transaction.query(
    `INSERT INTO lookup_organization (id, kind, opened_on) SELECT * FROM unnest($1::text[], $2::text[], $3::date[])
     ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind, opened_on = EXCLUDED.opened_on`,
    [registered.map(({ data }) => data.organizationId), registered.map(({ data }) => data.kind), registered.map(({ data }) => data.effectiveOn)]);
}

interface Edge {
  readonly organizationId: string;
  readonly parentId?: string | undefined;
  readonly effectiveOn: string;
  readonly position: bigint;
}

async function insertEdges(transaction: Sql, edges: readonly Edge[]): Promise<void> {
  const real = edges.flatMap((edge) => (edge.parentId === undefined ? [] : [{ ...edge, parentId: edge.parentId }]));
  if (real.length === 0) return;
  await transaction.query(
    `INSERT INTO lookup_edge (child_id, parent_id, effective_on, position)
     SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::bigint[]) ON CONFLICT DO NOTHING`,
    [real.map((edge) => edge.organizationId), real.map((edge) => edge.parentId), real.map((edge) => edge.effectiveOn), real.map((edge) => edge.position.toString())]);
}

async function dissolve(transaction: Sql, dissolved: readonly OfType<'OrganizationDissolved'>[]): Promise<void> {
  if (dissolved.length === 0) return;
  await transaction.query(
    `UPDATE lookup_organization o SET dissolved_on = d.on_day FROM unnest($1::text[], $2::date[]) AS d (id, on_day) WHERE o.id = d.id`,
    [dissolved.map(({ data }) => data.organizationId), dissolved.map(({ data }) => data.effectiveOn)]);
}

async function insertActivities(transaction: Sql, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0) return;
  await transaction.query(
    `INSERT INTO lookup_activity (external_id, branch_id, kind, held_on, attendance)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::int[]) ON CONFLICT DO NOTHING`,
    [activities.map((one) => one.externalId), activities.map((one) => one.branchId), activities.map((one) => one.kind),
      activities.map((one) => one.heldOn), activities.map((one) => one.attendance)]);
}

async function forget(transaction: Sql, organizationId: string): Promise<void> {
  await transaction.query('DELETE FROM lookup_organization WHERE id = $1', [organizationId]);
  await transaction.query('DELETE FROM lookup_edge WHERE child_id = $1', [organizationId]);
}
