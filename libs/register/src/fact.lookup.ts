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
    form: 'text',
  },
};

type Told = Recorded<
  | 'OrganizationRegistered'
  | 'RegistrationCorrected'
  | 'OrganizationMoved'
  | 'OrganizationDissolved'
  | 'OrganizationReinstated'
  | 'RegistrationCancelled'
  | 'SectorSet'
  | 'FormSet'
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
      ...saidBy(event),
    })),
  );

/** The handlers of a look-up that keeps the register: one for all events that the tree follows from. */
export const registerHandlers = {
  OrganizationRegistered: keep,
  RegistrationCorrected: keep,
  OrganizationMoved: keep,
  OrganizationDissolved: keep,
  OrganizationReinstated: keep,
  RegistrationCancelled: keep,
  SectorSet: keep,
  FormSet: keep,
} as const;

function saidBy({ type, data }: Told): Row {
  const from = { effective_on: data.effectiveOn };
  switch (type) {
    case 'OrganizationRegistered':
      return { ...from, said: 'opened', kind: data.kind, sector: data.sector, parent_id: data.parentId };
    case 'RegistrationCorrected':
      return { effective_on: data.openedOn, said: 'corrected', kind: data.kind, sector: data.sector };
    case 'OrganizationMoved':
      return { ...from, said: 'moved', parent_id: data.parentId };
    case 'OrganizationDissolved':
      return { ...from, said: 'dissolved' };
    case 'OrganizationReinstated':
      return { ...from, said: 'reinstated' };
    case 'RegistrationCancelled':
      return { ...from, said: 'cancelled' };
    case 'SectorSet':
      return { ...from, said: 'sector', sector: data.sector };
    case 'FormSet':
      return { ...from, said: 'form', form: data.form };
  }
}
