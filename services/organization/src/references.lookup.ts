import {
  eventCatalogue,
  organizationStream,
  organizationsReferredTo,
  type Recorded,
  type ServiceName,
  services,
} from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import { type FeedConsumer, type Handlers, lookup } from '@zhibu/feed';
import { type Day, dayOf, lastDayOf, NEVER, type RecordedEvent } from '@zhibu/kernel';

/** A stream that refers to an organization, and the first day of which it tells something of it. */
interface Reference {
  readonly organizationId: string;
  readonly stream: string;
  readonly toldOn: Day;
}

/** Keeps which streams refer to an organization, by whatever field its contracts mark as a reference; its own is none. */
async function keepReferences(sql: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const first = new Map<string, Reference>();
  for (const event of events) {
    for (const organizationId of organizationsReferredTo(event)) {
      const { stream } = event;
      if (stream === organizationStream(organizationId)) continue;
      const toldOn = toldBy(event);
      const key = `${organizationId} ${stream}`;
      const known = first.get(key);
      if (!known || toldOn < known.toldOn) first.set(key, { organizationId, stream, toldOn });
    }
  }
  await keepFirst(sql, [...first.values()]);
}

/** Most are known from an earlier event of their stream, and stay. */
async function keepFirst(sql: Sql, references: readonly Reference[]): Promise<void> {
  if (references.length === 0) return;
  await sql.query(
    `INSERT INTO lookup_reference (organization_id, stream, told_on)
     SELECT * FROM unnest($1::text[], $2::text[], $3::date[]) AS told (id, stream, on_day) WHERE NOT EXISTS (
       SELECT FROM lookup_reference r WHERE r.organization_id = told.id AND r.stream = told.stream AND r.told_on <= told.on_day)
     ON CONFLICT (organization_id, stream) DO UPDATE SET told_on = least(lookup_reference.told_on, EXCLUDED.told_on)`,
    [
      references.map(({ organizationId }) => organizationId),
      references.map(({ stream }) => stream),
      references.map(({ toldOn }) => toldOn),
    ],
  );
}

/**
 * Of which day an event tells something of those it refers to. A registration tells nothing of its parent, which may open
 * later; what has no day of its own is of its period's end, or of the day it was recorded.
 */
function toldBy({ type, data, recordedAt }: RecordedEvent): Day {
  if (type === 'OrganizationRegistered' || type === 'RegistrationCorrected') return NEVER;
  for (const field of ['effectiveOn', 'heldOn']) {
    const day: unknown = Reflect.get(data, field);
    if (typeof day === 'string') return day;
  }
  const period: unknown = Reflect.get(data, 'period');
  return typeof period === 'string' ? lastDayOf(period) : dayOf(recordedAt);
}

/** A registration that is cancelled refers to nobody any more: nothing of it is carried over to a later one. */
async function forgetReferences(sql: Sql, cancelled: readonly Recorded<'RegistrationCancelled'>[]): Promise<void> {
  await sql.query('DELETE FROM lookup_reference WHERE stream = ANY($1)', [cancelled.map(({ stream }) => stream)]);
}

/** Every type that a service records may refer to an organization; whether it does, its contract says. */
const keepingAllOf = (service: ServiceName): Handlers =>
  Object.fromEntries(
    Object.values(eventCatalogue)
      .filter((contract) => contract.service === service)
      .map(({ type }) => [type, keepReferences]),
  );

const referencesOf = (service: ServiceName, handlers: Handlers): FeedConsumer =>
  lookup('organization-references', { service, lingers: true }, handlers);

/** The references among the register's own streams: children, activities, and whatever else is recorded here. */
export const ownReferences = referencesOf('organization', {
  ...keepingAllOf('organization'),
  RegistrationCancelled: forgetReferences,
});

/** The references that the streams of the other services have. */
export const otherReferences = services
  .filter((service) => service !== 'organization')
  .map((service) => referencesOf(service, keepingAllOf(service)));

const NAMED_AT_MOST = 100;

/** The streams that refer to an organization, by name; a hundred of them at most. */
export async function referrersOf(sql: Sql, organizationId: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ stream: string }>(
    'SELECT stream FROM lookup_reference WHERE organization_id = $1 ORDER BY stream LIMIT $2',
    [organizationId, NAMED_AT_MOST],
  );
  return rows.map(({ stream }) => stream);
}

/** The first day of which another stream tells something of an organization; undefined where none does. */
export async function toldSince(sql: Sql, organizationId: string): Promise<Day | undefined> {
  const { rows } = await sql.query<{ day: Day | null }>(
    `SELECT min(told_on) AS day FROM lookup_reference WHERE organization_id = $1 AND told_on < 'infinity'`,
    [organizationId],
  );
  return rows[0]?.day ?? undefined;
}
