import { isOneOf, organizationEvents, organizationStream, upcast } from '@zhibu/contracts';
import type { EventStore } from '@zhibu/event-store';
import { evolveOrganization, initialOrganization, type OrganizationState } from './organization/organization.state.ts';

const KEPT = 2_000;
const isOrganizationEvent = isOneOf(...Object.values(organizationEvents));

interface Folded {
  readonly revision: number;
  readonly state: OrganizationState;
}

/**
 * The state of an organization as its own stream has it at the moment of asking. What was folded before is kept, since
 * streams only grow; every answer reads the stream from there on, so that no dissolution is missed and a parent of five
 * hundred is folded once.
 */
export class Register {
  private readonly store: EventStore;
  private readonly folded = new Map<string, Folded>();

  constructor(store: EventStore) {
    this.store = store;
  }

  async stateOf(organizationId: string): Promise<OrganizationState> {
    const stream = organizationStream(organizationId);
    const before = this.folded.get(stream) ?? { revision: -1, state: initialOrganization };
    const news = await this.store.readStream(stream, before.revision + 1);
    const last = news.at(-1);
    if (!last) return before.state;
    const state = news
      .map((event) => upcast(event))
      .filter(isOrganizationEvent)
      .reduce(evolveOrganization, before.state);
    this.keep(stream, { revision: last.revision, state });
    return state;
  }

  /** The work committee that an organization stands under at last; undefined where none is above it. */
  async committeeOf(organizationId: string): Promise<string | undefined> {
    const state = await this.stateOf(organizationId);
    if (state.status === 'unknown' || state.status === 'cancelled') return undefined;
    const { registration, parents } = state.organization;
    if (registration.kind === 'work-committee') return organizationId;
    // A parent's kind is always higher than its child's, so climbing ends.
    const parent = parents.at(-1)?.value;
    return parent === undefined ? undefined : this.committeeOf(parent);
  }

  private keep(stream: string, folded: Folded): void {
    this.folded.delete(stream);
    this.folded.set(stream, folded);
    const [oldest] = this.folded.keys();
    if (this.folded.size > KEPT && oldest !== undefined) this.folded.delete(oldest);
  }
}
