import { isOneOf, organizationEvents } from '@zhibu/contracts';
import type { Pool, Sql } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';

/** Where a branch belongs on a day, as far as the organization service's facts have arrived. */
export interface BranchPlace {
  readonly kind: string;
  readonly sector: string | null;
  readonly alive: boolean;
  readonly workCommitteeId: string | null;
}

type Keep = (transaction: Sql, run: readonly RecordedEvent[]) => Promise<void>;

const keep: Readonly<Record<string, Keep>> = {
  OrganizationRegistered: register,
  OrganizationMoved: move,
  OrganizationDissolved: dissolve,
  RegistrationCancelled: cancel,
};

/** Keeps the register and its tree of every day, as the assessment needs them. */
export const organizationsLookup: FeedConsumer = {
  group: 'assessment-organizations',
  service: 'organization',
  apply: async (transaction, events) => {
    for (const run of runsOfOneType(events)) await keep[run[0]?.type ?? '']?.(transaction, run);
  },
};

/** Neighbours of one type are kept by one statement; events that nothing is looked up from do not part them. */
function runsOfOneType(events: readonly RecordedEvent[]): readonly RecordedEvent[][] {
  const runs: RecordedEvent[][] = [];
  for (const event of events.filter(({ type }) => Object.hasOwn(keep, type))) {
    const last = runs.at(-1);
    if (last?.[0]?.type === event.type) last.push(event);
    else runs.push([event]);
  }
  return runs;
}

async function register(transaction: Sql, run: readonly RecordedEvent[]): Promise<void> {
  const events = run.filter(isOneOf(organizationEvents.OrganizationRegistered));
  await transaction.query(
    `INSERT INTO lookup_organization (id, kind, sector, opened_on, position)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::bigint[])
     ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind, sector = EXCLUDED.sector, opened_on = EXCLUDED.opened_on,
       dissolved_on = NULL, cancelled = false, position = EXCLUDED.position`,
    [
      events.map(({ data }) => data.organizationId),
      events.map(({ data }) => data.kind),
      events.map(({ data }) => data.sector ?? null),
      events.map(({ data }) => data.effectiveOn),
      events.map(({ position }) => String(position)),
    ],
  );
  await insertEdges(
    transaction,
    events.flatMap(({ position, data: { organizationId, parentId } }) =>
      parentId === undefined ? [] : [{ childId: organizationId, parentId, position, effectiveOn: '-infinity' }],
    ),
  );
}

async function move(transaction: Sql, run: readonly RecordedEvent[]): Promise<void> {
  const events = run.filter(isOneOf(organizationEvents.OrganizationMoved));
  await insertEdges(
    transaction,
    events.map(({ position, data: { organizationId, parentId, effectiveOn } }) => ({
      childId: organizationId,
      parentId,
      position,
      effectiveOn,
    })),
  );
}

interface Edge {
  readonly childId: string;
  readonly parentId: string;
  readonly position: bigint;
  readonly effectiveOn: string;
}

async function insertEdges(transaction: Sql, edges: readonly Edge[]): Promise<void> {
  await transaction.query(
    `INSERT INTO lookup_parent_edge (child_id, position, effective_on, parent_id)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::date[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      edges.map((edge) => edge.childId),
      edges.map((edge) => String(edge.position)),
      edges.map((edge) => edge.effectiveOn),
      edges.map((edge) => edge.parentId),
    ],
  );
}

async function dissolve(transaction: Sql, run: readonly RecordedEvent[]): Promise<void> {
  for (const { data } of run.filter(isOneOf(organizationEvents.OrganizationDissolved))) {
    await transaction.query('UPDATE lookup_organization SET dissolved_on = $2 WHERE id = $1', [
      data.organizationId,
      data.effectiveOn,
    ]);
  }
}

async function cancel(transaction: Sql, run: readonly RecordedEvent[]): Promise<void> {
  for (const {
    data: { organizationId },
    position,
  } of run.filter(isOneOf(organizationEvents.RegistrationCancelled))) {
    await transaction.query('UPDATE lookup_organization SET cancelled = true WHERE id = $1', [organizationId]);
    await transaction.query('DELETE FROM lookup_parent_edge WHERE child_id = $1 AND position < $2', [
      organizationId,
      String(position),
    ]);
  }
}

/** Where a branch belongs on a day; null when no such organization has arrived. */
export async function branchPlace(database: Pool, branchId: string, day: Day): Promise<BranchPlace | null> {
  const { rows } = await database.query<BranchPlace>({
    name: 'branch-place',
    text: `WITH RECURSIVE climb AS (
        SELECT id, kind, 0 AS height FROM lookup_organization WHERE id = $1
        UNION ALL
        SELECT parent.id, parent.kind, climb.height + 1
        FROM climb
        CROSS JOIN LATERAL (
          SELECT parent_id FROM lookup_parent_edge WHERE child_id = climb.id AND effective_on <= $2::date
          ORDER BY effective_on DESC, position DESC LIMIT 1) edge
        JOIN lookup_organization parent ON parent.id = edge.parent_id
        WHERE climb.kind <> 'work-committee' AND climb.height < 32)
      SELECT kind, sector, (opened_on <= $2::date AND (dissolved_on IS NULL OR $2::date < dissolved_on)) AS alive,
        (SELECT id FROM climb WHERE climb.kind = 'work-committee') AS "workCommitteeId"
      FROM lookup_organization WHERE id = $1 AND NOT cancelled`,
    values: [branchId, day],
  });
  return rows[0] ?? null;
}

/** The kind of an organization; null when none has arrived. */
export async function organizationKind(database: Pool, organizationId: string): Promise<string | null> {
  const { rows } = await database.query<{ kind: string }>(
    'SELECT kind FROM lookup_organization WHERE id = $1 AND NOT cancelled',
    [organizationId],
  );
  return rows[0]?.kind ?? null;
}

/** The place in the organization service's log of the latest registration that has arrived; "0" before any. */
export async function registrationsReadTo(database: Pool): Promise<string> {
  const { rows } = await database.query<{ position: string }>(
    'SELECT coalesce(max(position), 0) AS position FROM lookup_organization',
  );
  return rows[0]?.position ?? '0';
}
