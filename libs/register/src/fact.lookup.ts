import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';

const table: Table = {
  name: 'register_fact',
  columns: {
    organization_id: 'text',
    revision: 'integer',
    position: 'bigint',
    said: 'text',
    effective_on: 'date',
    kind: 'text',
    sector: 'text',
    parent_id: 'text',
  },
};

type Told = Recorded<
  'OrganizationRegistered' | 'OrganizationMoved' | 'OrganizationDissolved' | 'RegistrationCancelled'
>;

/**
 * Keeps what events of the organization service say about the tree, one statement for all of them. An event that comes
 * twice, or after later ones, changes nothing else than if it had come in its turn.
 */
const keep = (transaction: Sql, events: readonly Told[]): Promise<void> =>
  insertInto(
    transaction,
    table,
    events.map((event) => ({
      organization_id: event.data.organizationId,
      revision: event.revision,
      position: event.position,
      effective_on: event.data.effectiveOn,
      ...saidBy(event),
    })),
  );

/** The handlers of a look-up that keeps the register: one for all events that the tree follows from. */
export const registerHandlers = {
  OrganizationRegistered: keep,
  OrganizationMoved: keep,
  OrganizationDissolved: keep,
  RegistrationCancelled: keep,
} as const;

function saidBy({ type, data }: Told): Row {
  switch (type) {
    case 'OrganizationRegistered':
      return { said: 'opened', kind: data.kind, sector: data.sector, parent_id: data.parentId };
    case 'OrganizationMoved':
      return { said: 'moved', parent_id: data.parentId };
    case 'OrganizationDissolved':
      return { said: 'dissolved' };
    case 'RegistrationCancelled':
      return { said: 'cancelled' };
  }
}
