import type { OrganizationEvent, OrganizationKind } from '@zhibu/contracts';
import { type Day, unreachable } from '@zhibu/kernel';
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

export function evolveOrganization(state: OrganizationState, event: OrganizationEvent): OrganizationState {
  if (event.type === 'OrganizationRegistered') return { status: 'registered', organization: registered(event.data) };
  if (event.type === 'RegistrationCancelled') return { status: 'cancelled' };
  if (state.status === 'unknown' || state.status === 'cancelled') return state;
  if (event.type === 'OrganizationDissolved') {
    return {
      status: 'dissolved',
      organization: state.organization,
      dissolvedOn: event.data.effectiveOn,
      reason: event.data.reason,
    };
  }
  return { ...state, organization: { ...state.organization, ...changed(state.organization, event) } };
}

type Change = Exclude<
  OrganizationEvent,
  { readonly type: 'OrganizationRegistered' | 'OrganizationDissolved' | 'RegistrationCancelled' }
>;

function changed(organization: Organization, { type, data }: Change): Partial<Organization> {
  const from = data.effectiveOn;
  switch (type) {
    case 'OrganizationRenamed':
      return { names: withEntry(organization.names, from, data.name) };
    case 'OrganizationMoved':
      return { parents: withEntry(organization.parents, from, data.parentId) };
    case 'MembershipReported':
      return { memberships: withEntry(organization.memberships, from, membershipOf(data)) };
    case 'ElectionHeld':
      return { elections: withEntry(organization.elections, from, electionOf(data)) };
    case 'TermExtended':
      return { extensions: withEntry(organization.extensions, from, data.until) };
    case 'SecretaryConfirmed':
      return { secretaries: withEntry(organization.secretaries, from, data.personId) };
    case 'SecretaryVacated':
      return { secretaries: withEntry(organization.secretaries, from, null) };
    case 'CellsSet':
      return { cells: withEntry(organization.cells, from, data.cells) };
    case 'ProfileSet':
      return { profiles: withEntry(organization.profiles, from, profileOf(data)) };
  }
  return unreachable(type);
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
