import { type Recorded, revocationContract, type RevocationEvent, type RevocationStatus } from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';

const supervisions: Table = {
  name: 'lookup_supervision',
  columns: { stream: 'text', organization_id: 'text', is_open: 'boolean', revision: 'integer' },
  replaces: { key: ['stream'], newer: 'revision' },
};

type Told = Recorded<'InspectionScheduled' | 'InspectionConcluded' | 'InspectionCancelled'>;

/** An inspection is open from its schedule to its conclusion, or until it is cancelled. */
const keep = (sql: Sql, events: readonly Told[]): Promise<void> =>
  insertInto(
    sql,
    supervisions,
    events.map(({ stream, type, data: { organizationId }, revision }) => ({
      stream,
      organization_id: organizationId,
      is_open: type === 'InspectionScheduled',
      revision,
    })),
  );

/** A revocation is open until it is decided, and while it is appealed against. */
const openStatuses: readonly RevocationStatus[] = ['proposed', 'notified', 'answered', 'appealed'];
const OPEN: ReadonlySet<string> = new Set(openStatuses);

/** A step that leads to no status leaves it open, or not, as it was. */
const keepRevocations = (sql: Sql, steps: readonly (RecordedEvent & RevocationEvent)[]): Promise<void> =>
  insertInto(
    sql,
    supervisions,
    steps.flatMap(({ type, data, stream, revision }) => {
      const status = revocationContract.events[type].leadsTo;
      if (status === undefined) return [];
      return [{ stream, organization_id: data.organizationId, is_open: OPEN.has(status), revision }];
    }),
  );

const ofRevocations: Handlers = Object.fromEntries(
  Object.keys(revocationContract.events).map((type) => [type, keepRevocations]),
);

/** Keeps what Supervision has open on organizations: beside it one is not dissolved without a basis. */
export const supervisionsLookup = lookup(
  'organization-supervisions',
  { service: 'supervision' },
  { ...ofRevocations, InspectionScheduled: keep, InspectionConcluded: keep, InspectionCancelled: keep },
);

const NAMED_AT_MOST = 100;

/** The streams of what is open on an organization, by name; a hundred of them at most. */
export async function openSupervisions(sql: Sql, organizationId: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ stream: string }>(
    'SELECT stream FROM lookup_supervision WHERE organization_id = $1 AND is_open ORDER BY stream LIMIT $2',
    [organizationId, NAMED_AT_MOST],
  );
  return rows.map(({ stream }) => stream);
}
