import { isOneOf, organizationEvents } from '@zhibu/contracts';
import type { Pool, Sql } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';

const { OrganizationRegistered, OrganizationMoved, RegistrationCancelled } = organizationEvents;

/** Keeps the register's kinds and tree of every day: who is whose superior. */
export const organizationsLookup: FeedConsumer = {
  group: 'rectification-organizations',
  service: 'organization',
  apply: async (transaction, events) => {
    await keepKinds(transaction, events);
    await keepEdges(transaction, events);
    await forgetCancelled(transaction, events);
  },
};

async function keepKinds(transaction: Sql, events: readonly RecordedEvent[]): Promise<void> {
  // An id that was cancelled may be registered again within a batch; the last one holds.
  const registered = [
    ...new Map(
      events.filter(isOneOf(OrganizationRegistered)).map((event) => [event.data.organizationId, event] as const),
    ).values(),
  ];
  if (registered.length === 0) return;
  await transaction.query(
    `INSERT INTO lookup_organization (id, kind, position) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
     ON CONFLICT (id) DO UPDATE SET kind = EXCLUDED.kind, position = EXCLUDED.position`,
    [
      registered.map(({ data }) => data.organizationId),
      registered.map(({ data }) => data.kind),
      registered.map(({ position }) => String(position)),
    ],
  );
}

async function keepEdges(transaction: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const edges = events
    .filter(isOneOf(OrganizationRegistered, OrganizationMoved))
    .flatMap(({ type, position, data }) =>
      data.parentId === undefined
        ? []
        : [
            {
              childId: data.organizationId,
              parentId: data.parentId,
              position: String(position),
              from: type === 'OrganizationMoved' ? data.effectiveOn : '-infinity',
            },
          ],
    );
  if (edges.length === 0) return;
  await transaction.query(
    `INSERT INTO lookup_parent_edge (child_id, position, effective_on, parent_id)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::date[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      edges.map(({ childId }) => childId),
      edges.map(({ position }) => position),
      edges.map(({ from }) => from),
      edges.map(({ parentId }) => parentId),
    ],
  );
}

/** A registration that is cancelled never was; a later one of the same id has a later place in the log. */
async function forgetCancelled(transaction: Sql, events: readonly RecordedEvent[]): Promise<void> {
  for (const {
    data: { organizationId },
    position,
  } of events.filter(isOneOf(RegistrationCancelled))) {
    await transaction.query('DELETE FROM lookup_parent_edge WHERE child_id = $1 AND position < $2', [
      organizationId,
      String(position),
    ]);
    await transaction.query('DELETE FROM lookup_organization WHERE id = $1 AND position < $2', [
      organizationId,
      String(position),
    ]);
  }
}

/** The kind of an organization; null when none has arrived. */
export async function organizationKind(database: Pool, organizationId: string): Promise<string | null> {
  const { rows } = await database.query<{ kind: string }>('SELECT kind FROM lookup_organization WHERE id = $1', [
    organizationId,
  ]);
  return rows[0]?.kind ?? null;
}

/** The place in the organization service's log of the latest registration that has arrived; "0" before any. */
export async function registrationsReadTo(database: Pool): Promise<string> {
  const { rows } = await database.query<{ position: string }>(
    'SELECT coalesce(max(position), 0) AS position FROM lookup_organization',
  );
  return rows[0]?.position ?? '0';
}

export interface Above {
  readonly id: string;
  readonly kind: string;
}

/** The organizations above one on a day, the nearest first. */
export async function organizationsAbove(database: Pool, organizationId: string, day: Day): Promise<readonly Above[]> {
  const { rows } = await database.query<Above>(
    `WITH RECURSIVE climb AS (
        SELECT $1::text COLLATE "C" AS id, 0 AS height
        UNION ALL
        SELECT edge.parent_id, climb.height + 1 FROM climb CROSS JOIN LATERAL (
          SELECT parent_id FROM lookup_parent_edge WHERE child_id = climb.id AND effective_on <= $2::date
          ORDER BY effective_on DESC, position DESC LIMIT 1) edge
        WHERE climb.height < 32)
      SELECT o.id, o.kind FROM climb JOIN lookup_organization o ON o.id = climb.id WHERE climb.height > 0 ORDER BY climb.height`,
    [organizationId, day],
  );
  return rows;
}

/** 上级党组织: the nearest Party organization above, never the unit; null when none has arrived. */
export async function superiorOf(database: Pool, branchId: string, day: Day): Promise<string | null> {
  const above = await organizationsAbove(database, branchId, day);
  return above.find(({ kind }) => kind !== 'unit')?.id ?? null;
}
