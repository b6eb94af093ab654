import type { CommitteePost, OrganizationEvent, OrganizationForm, OrganizationKind } from '@zhibu/contracts';
import { ALWAYS, type Day, type EvolveMap } from '@zhibu/kernel';
import { type Timeline, withEntry } from './timeline.ts';

type DataOf<Type extends OrganizationEvent['type']> = Extract<OrganizationEvent, { readonly type: Type }>['data'];

export interface Membership {
  readonly fullMembers: number;
  /** 预备党员 */
  readonly probationaryMembers: number;
  /** Of a joint branch: by unit. */
  readonly units?: readonly (Omit<Membership, 'units'> & { readonly unitId: string })[] | undefined;
}

/** 换届: the election that opens a term. */
export interface Election {
  readonly termYears: number;
  /** Undefined: nobody stated it. 0: there is no committee. */
  readonly committeeSize: number | undefined;
  /** Held before the platform: its result is not to be confirmed here. */
  readonly prior: boolean;
}

export interface Profile {
  readonly feature?: string | undefined;
  readonly brand?: string | undefined;
  readonly highlight?: string | undefined;
}

/** 形式, and what a temporary branch is set up for. */
export interface Formed {
  readonly form: OrganizationForm;
  readonly purpose?: string | undefined;
  readonly approvedBy?: string | undefined;
  readonly expectedEnd?: Day | undefined;
}

/** 委员会职务; without a person: vacant. */
export interface Post {
  readonly post: CommitteePost;
  readonly personId?: string | undefined;
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

/** An organization with its histories, each by the day from which a thing held; what was registered holds from {@link ALWAYS}. */
export interface Organization {
  /** As it was corrected last. */
  readonly registration: Registration;
  readonly asRegistered: Registration;
  readonly names: Timeline<string>;
  readonly sectors: Timeline<string | undefined>;
  readonly parents: Timeline<string | undefined>;
  readonly forms: Timeline<Formed>;
  readonly jointUnits: Timeline<readonly string[]>;
  readonly memberships: Timeline<Membership>;
  readonly elections: Timeline<Election>;
  /** On which day the result of an election was confirmed, by the day it was held. */
  readonly confirmations: Timeline<Day>;
  readonly committees: Timeline<readonly Post[]>;
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
  RegistrationCorrected: changed(corrected),
  OrganizationRenamed: changed(({ names }, { effectiveOn, name }) => ({ names: withEntry(names, effectiveOn, name) })),
  OrganizationMoved: changed(({ parents }, { effectiveOn, parentId }) => ({
    parents: withEntry(parents, effectiveOn, parentId),
  })),
  OrganizationDissolved: (state, { data: { effectiveOn: dissolvedOn, reason } }) =>
    'organization' in state ? { status: 'dissolved', organization: state.organization, dissolvedOn, reason } : state,
  OrganizationReinstated: (state) =>
    'organization' in state ? { status: 'registered', organization: state.organization } : state,
  MembershipReported: changed(({ memberships }, { effectiveOn, fullMembers, probationaryMembers, units }) => ({
    memberships: withEntry(memberships, effectiveOn, { fullMembers, probationaryMembers, units }),
  })),
  FormSet: changed(({ forms }, { effectiveOn, form, purpose, approvedBy, expectedEnd }) => ({
    forms: withEntry(forms, effectiveOn, { form, purpose, approvedBy, expectedEnd }),
  })),
  SectorSet: changed(({ sectors }, { effectiveOn, sector }) => ({ sectors: withEntry(sectors, effectiveOn, sector) })),
  JointUnitsSet: changed(({ jointUnits }, { effectiveOn, unitIds }) => ({
    jointUnits: withEntry(jointUnits, effectiveOn, unitIds),
  })),
  CommitteeSet: changed(committeeSet),
  ElectionHeld: changed(({ elections }, data) => ({
    elections: withEntry(elections, data.effectiveOn, electionOf(data)),
  })),
  ElectionResultConfirmed: changed(({ confirmations }, { heldOn, effectiveOn }) => ({
    confirmations: withEntry(confirmations, heldOn, effectiveOn),
  })),
  TermExtended: changed(({ extensions }, { effectiveOn, until }) => ({
    extensions: withEntry(extensions, effectiveOn, until),
  })),
  SecretaryConfirmed: changed(secretarySet),
  SecretaryAppointed: changed(secretarySet),
  SecretaryVacated: changed(({ secretaries }, { effectiveOn }) => ({
    secretaries: withEntry(secretaries, effectiveOn, null),
  })),
  CellsSet: changed((organization, { effectiveOn, cells }) => ({
    cells: withEntry(organization.cells, effectiveOn, cells),
  })),
  ProfileSet: changed(({ profiles }, { effectiveOn, feature, brand, highlight }) => ({
    profiles: withEntry(profiles, effectiveOn, { feature, brand, highlight }),
  })),
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
  const registration = { code, kind, parentId, name, sector, openedOn };
  return {
    registration,
    asRegistered: registration,
    names: [{ from: ALWAYS, value: name }],
    sectors: [{ from: ALWAYS, value: sector }],
    parents: [{ from: ALWAYS, value: parentId }],
    forms: [],
    jointUnits: [],
    memberships: [],
    elections: [],
    confirmations: [],
    committees: [],
    extensions: [],
    secretaries: [],
    cells: [],
    profiles: [],
  };
}

function corrected(
  { registration, names, sectors }: Organization,
  { kind, name, sector, openedOn }: DataOf<'RegistrationCorrected'>,
): Partial<Organization> {
  return {
    registration: { ...registration, kind, name, sector, openedOn },
    names: withEntry(names, ALWAYS, name),
    sectors: withEntry(sectors, ALWAYS, sector),
  };
}

/** Who is secretary, or that nobody is, goes by the committee's list where it names the post. */
function committeeSet(
  { committees, secretaries }: Organization,
  { effectiveOn, posts }: DataOf<'CommitteeSet'>,
): Partial<Organization> {
  const secretary = posts.find(({ post }) => post === 'secretary');
  return {
    committees: withEntry(committees, effectiveOn, posts),
    ...(secretary && { secretaries: withEntry(secretaries, effectiveOn, secretary.personId ?? null) }),
  };
}

function secretarySet(
  { secretaries }: Organization,
  { effectiveOn, personId }: { readonly effectiveOn: Day; readonly personId: string },
): Partial<Organization> {
  return { secretaries: withEntry(secretaries, effectiveOn, personId) };
}

const electionOf = ({ termYears, committeeSize, prior }: DataOf<'ElectionHeld'>): Election => ({
  termYears,
  committeeSize,
  prior: prior === true,
});
