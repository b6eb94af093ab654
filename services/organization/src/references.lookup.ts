import {
  eventCatalogue,
  organizationStream,
  organizationsReferredTo,
  type Recorded,
  type ServiceName,
  services,
} from '@zhibu/contracts';
import { insertAll, type Sql, type Table } from '@zhibu/database';
import { type FeedConsumer, type Handlers, lookup } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';

const references: Table = { name: 'lookup_reference', columns: { organization_id: 'text', stream: 'text' } };

/** Keeps which streams refer to an organization, by whatever field its contracts mark as a reference; its own is none. */
function keepReferences(sql: Sql, events: readonly RecordedEvent[]): Promise<void> {
  const byOrganization = new Map<string, Set<string>>();
  for (const event of events) {
    for (const id of organizationsReferredTo(event)) {
      if (event.stream === organizationStream(id)) continue;
      const streams = byOrganization.get(id) ?? new Set();
      byOrganization.set(id, streams.add(event.stream));
    }
  }
  const rows = [...byOrganization].flatMap(([organization_id, streams]) =>
    [...streams].map((stream) => ({ organization_id, stream })),
  );
  // Most are known from an earlier event of their stream.
  return insertAll(sql, () => [{ table: references, rows }], 0);
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
