import type { OrganizationEvent, OrganizationKind } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';
import { type Timeline, withEntry } from './timeline.ts';

type DataOf<Type extends OrganizationEvent['type']> = Extract<OrganizationEvent, { readonly type: Type }>['data'];

export interface Membership {
  readonly fullMembers: number;
  /** 预备党员 */
  readonly probationaryMembers: number;
}

/** 换届: the election that opens a term. */
export interface Election {
  readonly termYears: number;
  /** Undefined: nobody stated it. 0: there is no committee. */
  readonly committeeSize: number | undefined;
}

export interface Profile {
  readonly feature?: string | undefined;
  readonly brand?: string | undefined;
  readonly highlight?: string | undefined;
}

/** What was registered, word for word: a registration sent again is told from another one by it. */
export interface Registration {
  readonly code: string;
  readonly kind: OrganizationKind;
  readonly parentId?: string | undefined;
  readonly name: string;
  readonly sector?: string | undefined;
  readonly openedOn: Day;
}

/** An organization with its histories, each by the day from which a thing held. */
export interface Organization {
  readonly registration: Registration;
  readonly names: Timeline<string>;
  readonly parents: Timeline<string | undefined>;
  readonly memberships: Timeline<Membership>;
  readonly elections: Timeline<Election>;
  /** Until when a term was extended, by the day from which the extension holds. */
  readonly extensions: Timeline<Day>;
  /** The secretary's person reference; null: vacant. */
  readonly secretaries: Timeline<string | null>;
  readonly cells: Timeline<number>;
  readonly profiles: Timeline<Profile>;
}

export type OrganizationState =
  | { readonly status: 'unknown' }
  | { readonly status: 'registered'; readonly organization: Organization }
  | {
      readonly status: 'dissolved';
      readonly organization: Organization;
      readonly dissolvedOn: Day;
      readonly reason: string;
    }
  | { readonly status: 'cancelled' };

export const initialOrganization: OrganizationState = { status: 'unknown' };

export const evolveOrganization: EvolveMap<{ state: OrganizationState; event: OrganizationEvent }> = {
  OrganizationRegistered: (_state, { data }) => ({ status: 'registered', organization: registered(data) }),
  OrganizationRenamed: changed(({ names }, { effectiveOn, name }) => ({ names: withEntry(names, effectiveOn, name) })),
  OrganizationMoved: changed(({ parents }, { effectiveOn, parentId }) => ({
    parents: withEntry(parents, effectiveOn, parentId),
  })),
  OrganizationDissolved: (state, { data: { effectiveOn: dissolvedOn, reason } }) =>
    'organization' in state ? { status: 'dissolved', organization: state.organization, dissolvedOn, reason } : state,
  MembershipReported: changed(({ memberships }, data) => ({
    memberships: withEntry(memberships, data.effectiveOn, membershipOf(data)),
  })),
  ElectionHeld: changed(({ elections }, data) => ({
    elections: withEntry(elections, data.effectiveOn, electionOf(data)),
  })),
  TermExtended: changed(({ extensions }, { effectiveOn, until }) => ({
    extensions: withEntry(extensions, effectiveOn, until),
  })),
  SecretaryConfirmed: changed(({ secretaries }, { effectiveOn, personId }) => ({
    secretaries: withEntry(secretaries, effectiveOn, personId),
  })),
  SecretaryVacated: changed(({ secretaries }, { effectiveOn }) => ({
    secretaries: withEntry(secretaries, effectiveOn, null),
  })),
  CellsSet: changed((organization, { effectiveOn, cells }) => ({
    cells: withEntry(organization.cells, effectiveOn, cells),
  })),
  ProfileSet: changed(({ profiles }, data) => ({ profiles: withEntry(profiles, data.effectiveOn, profileOf(data)) })),
  RegistrationCancelled: () => ({ status: 'cancelled' }),
};

/** What changes in an organization that is known; of an unknown one nothing does. */
function changed<Data extends { readonly effectiveOn: Day }>(
  to: (organization: Organization, data: Data) => Partial<Organization>,
) {
  return (state: OrganizationState, { data }: { readonly data: Data }): OrganizationState =>
    'organization' in state
      ? { ...state, organization: { ...state.organization, ...to(state.organization, data) } }
      : state;
}

function registered(data: DataOf<'OrganizationRegistered'>): Organization {
  const { code, kind, parentId, name, sector, effectiveOn: openedOn } = data;
  return {
    registration: { code, kind, parentId, name, sector, openedOn },
    names: [{ from: openedOn, value: name }],
    parents: [{ from: openedOn, value: parentId }],
    memberships: [],
    elections: [],
    extensions: [],
    secretaries: [],
    cells: [],
    profiles: [],
  };
}

const membershipOf = ({ fullMembers, probationaryMembers }: Membership): Membership => ({
  fullMembers,
  probationaryMembers,
});

const electionOf = ({ termYears, committeeSize }: DataOf<'ElectionHeld'>): Election => ({ termYears, committeeSize });

const profileOf = ({ feature, brand, highlight }: Profile): Profile => ({ feature, brand, highlight });
