import type { ActivityCommand, OrganizationCommand, OrganizationEvent, OrganizationKind } from '@zhibu/contracts';
import type { NamedFacts, ParentFacts } from '../organization/facts.ts';
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

/** The day on which these commands are sent, unless a test says otherwise. */
export const today = '2023-08-01';

/** The facts of any command while nothing is known that stands in its way, nor a parent. */
export const noFacts = {
  today,
  actor: { personId: 'P-1', role: 'clerk' },
  parent: { status: 'unknown' } as ParentFacts,
  laterParents: [] as readonly OrganizationKind[],
  children: [] as readonly OrganizationKind[],
  unitsUnder: [] as readonly string[],
  livingChildren: [] as readonly string[],
  openSupervisions: [] as readonly string[],
  referrers: [] as readonly string[],
  toldSince: undefined as string | undefined,
  named: new Map<string, NamedFacts>(),
};

/** A parent that has lived since 2000. */
export const living = (
  kind: OrganizationKind,
  more: { openedOn?: string; dissolvedOn?: string; underUnit?: boolean } = {},
) => ({ status: 'known', kind, openedOn: '2000-01-01', underUnit: false, ...more }) as const;

/** The same, of a registration or a move under a living unit; whatever else is named is one, too. */
export const underUnit = {
  ...noFacts,
  parent: living('unit') as ParentFacts,
  named: new Map<string, NamedFacts>(['U01', 'U02', 'U03', 'U04', 'U05', 'U06'].map((id) => [id, living('unit')])),
};

/** The events that commands lead to, one after the other, as the register would record them. */
export function historyOf(...commands: readonly OrganizationCommand[]): readonly OrganizationEvent[] {
  let state: OrganizationState = initialOrganization;
  return commands.flatMap((command) => {
    const events = organizationDecider.decide(command, state, underUnit);
    state = events.reduce(organizationDecider.evolve, state);
    return events;
  });
}

export const basis = { documentNo: '组〔2023〕1号' };
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
export const reinstated = (day: string): OrganizationCommand => ({
  name: 'ReinstateOrganization',
  data: { ...on(day), reason: '误撤', basis },
});
export const corrected = (
  day: string,
  to: { openedOn?: string; kind?: OrganizationKind; name?: string; sector?: string },
): OrganizationCommand => ({ name: 'CorrectRegistration', data: { ...on(day), ...to, reason: '录入有误', basis } });
export const formed = (
  day: string,
  form: Data<'SetForm'>['form'],
  more: Partial<Data<'SetForm'>> = {},
): OrganizationCommand => ({ name: 'SetForm', data: { ...on(day), form, ...more } });
/** 临时党支部 until a day. */
export const temporary = (day: string, expectedEnd: string): OrganizationCommand =>
  formed(day, 'temporary', { purpose: '抗洪抢险', approvedBy: unit, expectedEnd });
export const sectored = (day: string, sector: string): OrganizationCommand => ({
  name: 'SetSector',
  data: { ...on(day), sector },
});
export const joined = (day: string, ...unitIds: string[]): OrganizationCommand => ({
  name: 'SetJointUnits',
  data: { ...on(day), unitIds },
});
export const committee = (day: string, posts: Data<'SetCommittee'>['posts']): OrganizationCommand => ({
  name: 'SetCommittee',
  data: { ...on(day), posts },
});
export const resultConfirmed = (day: string): OrganizationCommand => ({
  name: 'ConfirmElectionResult',
  data: { ...on(day), basis },
});
export const appointed = (day: string, personId = 'P-1'): OrganizationCommand => ({
  name: 'AppointSecretary',
  data: { ...on(day), personId, basis },
});
export const cancelled = (day: string): OrganizationCommand => ({
  name: 'CancelRegistration',
  data: { ...on(day), reason: '重复登记' },
});
export const members = (
  day: string,
  fullMembers: number,
  probationaryMembers = 0,
  units?: Data<'ReportMembership'>['units'],
): OrganizationCommand => ({
  name: 'ReportMembership',
  data: { ...on(day), fullMembers, probationaryMembers, ...(units && { units }) },
});
export const elected = (
  day: string,
  more: { termYears?: number; committeeSize?: number; prior?: true } = {},
): OrganizationCommand => ({ name: 'RecordElection', data: { ...on(day), ...more } });
export const extended = (day: string, until: string): OrganizationCommand => ({
  name: 'ExtendTerm',
  data: { ...on(day), until, reason: '疫情', basis },
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

type Recording = Extract<ActivityCommand, { readonly name: 'RecordActivity' }>;

/** A Party day of the branch, 5 attending. */
export const activity = (overrides: Partial<Recording['data']> = {}): Recording => ({
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
