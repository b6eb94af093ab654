import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import { lookup } from '@zhibu/feed';
import { registerHandlers } from '@zhibu/register';

const activities: Table = {
  name: 'lookup_activity',
  columns: { external_id: 'text', branch_id: 'text', kind: 'text', held_on: 'date', attendance: 'integer' },
};

const keepActivities = (transaction: Sql, events: readonly Recorded<'ActivityRecorded'>[]): Promise<void> =>
  insertInto(
    transaction,
    activities,
    events.map(({ data }) => ({
      external_id: data.externalId,
      branch_id: data.branchId,
      kind: data.kind,
      held_on: data.heldOn,
      attendance: data.attendance,
    })),
  );

/** Keeps who stands under whom, since when and until when, and every activity by its external id. */
export const organizationLookup = lookup(
  'organization-lookup',
  { service: 'organization', lingers: true },
  { ...registerHandlers, ActivityRecorded: keepActivities },
);
