import { page, type ReceivedCommand } from './facts.ts';

interface Programme {
  readonly id: string;
  readonly bodyId: string;
  readonly [facet: string]: unknown;
}

/** Programmes and prior designations, as the commands received say and queries show them. */
export class StandingDesignations {
  private readonly programmes = new Map<string, Programme>();
  private readonly designations = new Map<string, object>();

  take({ name, data }: ReceivedCommand): void {
    const id = String(data['programmeId']);
    const organization = { id: String(data['organizationId']) };
    if (name === 'RegisterProgramme') this.register(id, data);
    if (name === 'RecordApprovalBasis') this.approve(id, data);
    if (name === 'RecordPriorDesignation') {
      const { documentNo } = Object(data['basis']);
      const shown = { organization, programme: id, status: 'designated', inForce: true, prior: true, documentNo };
      this.designations.set(`${id} ${organization.id}`, { ...shown, since: data['since'] });
    }
  }

  private register(id: string, data: ReceivedCommand['data']): void {
    const since = new Date().toISOString().slice(0, 10);
    const shown = {
      ...data,
      kind: data['programmeKind'],
      since,
      approval: null,
      approvalDocumentNo: null,
      revision: 0,
    };
    this.programmes.set(id, { ...shown, id, bodyId: String(data['bodyId']) });
  }

  private approve(id: string, { approval, basis }: ReceivedCommand['data']): void {
    const programme = this.programmes.get(id);
    if (!programme) return;
    const { documentNo } = Object(basis);
    this.programmes.set(id, {
      ...programme,
      approval: { code: approval },
      approvalDocumentNo: documentNo,
      revision: 1,
    });
  }

  /** What a query of the programmes of a body, or of all designations, is answered; undefined: it asks for something else. */
  answer(query: string, variables: Readonly<Record<string, unknown>>): object | undefined {
    if (query.includes('designations(')) return { designations: page([...this.designations.values()], variables) };
    if (!query.includes('programmes {')) return undefined;
    const programmes = [...this.programmes.values()].filter(({ bodyId }) => bodyId === variables['code']);
    return { body: { programmes } };
  }
}
