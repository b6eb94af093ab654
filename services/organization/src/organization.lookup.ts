import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import { lookup } from '@zhibu/feed';
import { dutyHandlers, registerHandlers } from '@zhibu/register';

const activities: Table = {
  name: 'lookup_activity',
  columns: {
    external_id: 'text',
    branch_id: 'text',
    kind: 'text',
    held_on: 'date',
    attendance: 'integer',
    position: 'bigint',
  },
  replaces: { key: ['external_id', 'branch_id'], newer: 'position' },
};

type Told = Recorded<'ActivityRecorded' | 'ActivityCorrected' | 'ActivityWithdrawn'>;

const keepActivities = (transaction: Sql, events: readonly Told[]): Promise<void> =>
  insertInto(
    transaction,
    activities,
    events.map(({ data, position }) => ({
      external_id: data.externalId,
      branch_id: data.branchId,
      position,
      ...heldBy(data),
    })),
  );

/** Of one that was withdrawn nothing is known but its id. */
const heldBy = (data: Told['data']): Row =>
  'heldOn' in data
    ? { kind: data.kind, held_on: data.heldOn, attendance: data.attendance }
    : { kind: null, held_on: null, attendance: null };

/** Keeps who stands under whom, since when and until when, who holds which duty, and every activity by its external id. */
export const organizationLookup = lookup(
  'organization-lookup',
  { service: 'organization', lingers: true },
  {
    ...registerHandlers,
    ...dutyHandlers,
    ActivityRecorded: keepActivities,
    ActivityCorrected: keepActivities,
    ActivityWithdrawn: keepActivities,
  },
);
