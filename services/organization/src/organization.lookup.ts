import { activityEvents, type EventOf, isOneOf, organizationEvents } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import type { Activity } from './activity/activity.state.ts';

type Fact<Type extends keyof typeof organizationEvents> = RecordedEvent & EventOf<(typeof organizationEvents)[Type]>;

const isRegistration = isOneOf(organizationEvents.OrganizationRegistered);
const isMove = isOneOf(organizationEvents.OrganizationMoved);
const isDissolution = isOneOf(organizationEvents.OrganizationDissolved);
const isCancellation = isOneOf(organizationEvents.RegistrationCancelled);
const isActivity = isOneOf(activityEvents.ActivityRecorded);

/** Keeps who stands under whom, since when and until when, and every activity by its external id. */
export const organizationLookup: FeedConsumer = {
  group: 'organization-lookup',
  service: 'organization',
  gathers: true,
  apply: async (transaction, events) => {
    // Between two cancellations the order of effects does not matter.
    for (let from = 0; from < events.length;) {
      const next = events.findIndex((event, index) => index >= from && isCancellation(event));
      const to = next === -1 ? events.length : next;
      await applyStretch(transaction, events.slice(from, to));
      await forget(transaction, events.slice(to, to + 1).filter(isCancellation));
      from = to + 1;
    }
  },
};

async function applyStretch(transaction: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const registered = events.filter(isRegistration);
  await insertOrganizations(transaction, registered);
  await insertEdges(transaction, [
    ...registered.map(({ position, data }) => ({ ...data, effectiveOn: '-infinity', position })),
    ...events.filter(isMove).map(({ position, data }) => ({ ...data, position })),
  ]);
  await dissolve(transaction, events.filter(isDissolution));
  await insertActivities(
    transaction,
    events.filter(isActivity).map(({ data }) => data),
  );
}

async function insertOrganizations(
  transaction: Sql,
  registered: readonly Fact<'OrganizationRegistered'>[],
): Promise<void> {
  if (registered.length === 0) return;
  await transaction.query(
    `INSERT INTO lookup_organization (id, kind, opened_on) SELECT * FROM unnest($1::text[], $2::text[], $3::date[])
     ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind, opened_on = EXCLUDED.opened_on`,
    [
      registered.map(({ data }) => data.organizationId),
      registered.map(({ data }) => data.kind),
      registered.map(({ data }) => data.effectiveOn),
    ],
  );
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
    [
      real.map((edge) => edge.organizationId),
      real.map((edge) => edge.parentId),
      real.map((edge) => edge.effectiveOn),
      real.map((edge) => edge.position.toString()),
    ],
  );
}

async function dissolve(transaction: Sql, dissolved: readonly Fact<'OrganizationDissolved'>[]): Promise<void> {
  if (dissolved.length === 0) return;
  await transaction.query(
    `UPDATE lookup_organization o SET dissolved_on = d.on_day FROM unnest($1::text[], $2::date[]) AS d (id, on_day) WHERE o.id = d.id`,
    [dissolved.map(({ data }) => data.organizationId), dissolved.map(({ data }) => data.effectiveOn)],
  );
}

async function insertActivities(transaction: Sql, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0) return;
  await transaction.query(
    `INSERT INTO lookup_activity (external_id, branch_id, kind, held_on, attendance)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::int[]) ON CONFLICT DO NOTHING`,
    [
      activities.map((one) => one.externalId),
      activities.map((one) => one.branchId),
      activities.map((one) => one.kind),
      activities.map((one) => one.heldOn),
      activities.map((one) => one.attendance),
    ],
  );
}

async function forget(transaction: Sql, cancelled: readonly Fact<'RegistrationCancelled'>[]): Promise<void> {
  for (const { data } of cancelled) {
    await transaction.query('DELETE FROM lookup_organization WHERE id = $1', [data.organizationId]);
    await transaction.query('DELETE FROM lookup_edge WHERE child_id = $1', [data.organizationId]);
  }
}
