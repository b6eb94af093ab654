import type { ActivityCommand, OrganizationCommand, OrganizationEvent } from '@zhibu/contracts';
import type { ParentFacts } from '../organization/facts.ts';
import { organizationDecider } from '../organization/organization.decider.ts';
import { initialOrganization, type OrganizationState } from '../organization/organization.state.ts';

type Data<Name extends OrganizationCommand['name']> = Extract<OrganizationCommand, { readonly name: Name }>['data'];

/** The branch that specs speak of unless they say otherwise. */
export const branch = 'B001';
export const unit = 'U01';

/** A complete registration of a branch under a unit, opened on 2010-01-01. */
export const registration = (overrides: Partial<Data<'RegisterOrganization'>> = {}): OrganizationCommand => ({
  name: 'RegisterOrganization',
  data: {
    code: branch,
    kind: 'branch',
    parentId: unit,
    name: '第一党支部',
    sector: 'organ',
    openedOn: '2010-01-01',
    ...overrides,
  },
});

/** The facts of any command while nothing is known that stands in its way, nor a parent. */
export const noFacts = {
  parent: { status: 'unknown' } as ParentFacts,
  livingChildren: [] as readonly string[],
  referrers: [] as readonly string[],
};

/** The same, of a registration or a move under a living unit. */
export const underUnit = { ...noFacts, parent: { status: 'registered', kind: 'unit' } as ParentFacts };

/** The events that commands lead to, one after the other, as the register would record them. */
export function historyOf(...commands: readonly OrganizationCommand[]): readonly OrganizationEvent[] {
  let state: OrganizationState = initialOrganization;
  return commands.flatMap((command) => {
    const events = organizationDecider.decide(command, state, underUnit);
    state = events.reduce(organizationDecider.evolve, state);
    return events;
  });
}

const on = (effectiveOn: string) => ({ organizationId: branch, effectiveOn });

export const renamed = (day: string, name: string): OrganizationCommand => ({
  name: 'RenameOrganization',
  data: { ...on(day), name },
});
export const moved = (day: string, parentId: string): OrganizationCommand => ({
  name: 'MoveOrganization',
  data: { ...on(day), parentId },
});
export const dissolved = (day: string, reason = '机构改革'): OrganizationCommand => ({
  name: 'DissolveOrganization',
  data: { ...on(day), reason },
});
export const cancelled = (day: string): OrganizationCommand => ({
  name: 'CancelRegistration',
  data: { ...on(day), reason: '重复登记' },
});
export const members = (day: string, fullMembers: number, probationaryMembers = 0): OrganizationCommand => ({
  name: 'ReportMembership',
  data: { ...on(day), fullMembers, probationaryMembers },
});
export const elected = (
  day: string,
  more: { termYears?: number; committeeSize?: number } = {},
): OrganizationCommand => ({ name: 'RecordElection', data: { ...on(day), ...more } });
export const extended = (day: string, until: string): OrganizationCommand => ({
  name: 'ExtendTerm',
  data: { ...on(day), until, reason: '疫情' },
});
export const confirmed = (day: string, personId = 'P-1'): OrganizationCommand => ({
  name: 'ConfirmSecretary',
  data: { ...on(day), personId },
});
export const vacated = (day: string): OrganizationCommand => ({ name: 'VacateSecretary', data: on(day) });
export const cells = (day: string, count: number): OrganizationCommand => ({
  name: 'SetCells',
  data: { ...on(day), cells: count },
});
export const profiled = (
  day: string,
  profile: { feature?: string; brand?: string; highlight?: string },
): OrganizationCommand => ({ name: 'SetProfile', data: { ...on(day), ...profile } });

/** A Party day of the branch, 5 attending. */
export const activity = (overrides: Partial<ActivityCommand['data']> = {}): ActivityCommand => ({
  name: 'RecordActivity',
  data: {
    branchId: branch,
    externalId: 'ZHDJ-1',
    kind: 'party-day',
    heldOn: '2022-03-22',
    attendance: 5,
    ...overrides,
  },
});
