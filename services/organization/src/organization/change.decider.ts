import type { OrganizationEvent } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';
import type { MovingFacts } from './facts.ts';
import { actedOn, type DataOf, happenedTo, recorded, refuseWithout } from './living.rules.ts';
import { refuseUnits } from './form.rules.ts';
import type { Membership, OrganizationState } from './organization.state.ts';
import { refuseMove } from './parent.rules.ts';
import { saidFor, valueOn } from './timeline.ts';

type Decided = readonly OrganizationEvent[];

/** 更名: to the name it has on that day is no news. */
export function rename(data: DataOf<'RenameOrganization'>, state: OrganizationState, { today }: Sent): Decided {
  const organization = actedOn(state, data, today);
  if (valueOn(organization.names, data.effectiveOn) === data.name) return [];
  return recorded(state, { type: 'OrganizationRenamed', data: { ...data, findings: [] } });
}

/** 隶属调整: to the parent it has on that day is no news. */
export function move(data: DataOf<'MoveOrganization'>, state: OrganizationState, facts: MovingFacts): Decided {
  const { registration, parents } = actedOn(state, data, facts.today);
  const { organizationId: id, parentId, effectiveOn: on } = data;
  if (valueOn(parents, on) === parentId) return [];
  refuseMove({ id, kind: registration.kind, parentId, on }, facts.parent, facts.unitsUnder);
  return recorded(state, { type: 'OrganizationMoved', data: { ...data, findings: [] } });
}

/** A report is a statement of its day: the same figures on another day are news, for an older report may still come in. */
export function reportMembership(data: DataOf<'ReportMembership'>, state: OrganizationState, { today }: Sent): Decided {
  const organization = happenedTo(state, data, today);
  refuseUnits(data, organization);
  if (sameMembership(saidFor(organization.memberships, data.effectiveOn), data)) return [];
  return recorded(state, { type: 'MembershipReported', data: { ...data, findings: [] } });
}

function sameMembership(
  said: Membership | undefined,
  { fullMembers, probationaryMembers, units }: Membership,
): boolean {
  return (
    said?.fullMembers === fullMembers &&
    said.probationaryMembers === probationaryMembers &&
    JSON.stringify(said.units) === JSON.stringify(units)
  );
}

/** 党小组: how many cells there are from a day on. */
export function setCells(data: DataOf<'SetCells'>, state: OrganizationState, { today }: Sent): Decided {
  const organization = happenedTo(state, data, today);
  refuseWithout('cells', organization);
  if (valueOn(organization.cells, data.effectiveOn) === data.cells) return [];
  return recorded(state, { type: 'CellsSet', data: { ...data, findings: [] } });
}

const profileFields = ['feature', 'brand', 'highlight'] as const;

/** 一特色一品牌一亮点: the whole profile from a day on; what is left out is there no more. */
export function setProfile(data: DataOf<'SetProfile'>, state: OrganizationState, { today }: Sent): Decided {
  const organization = happenedTo(state, data, today);
  refuseWithout('profile', organization);
  const before = valueOn(organization.profiles, data.effectiveOn) ?? {};
  if (profileFields.every((field) => before[field] === data[field])) return [];
  return recorded(state, { type: 'ProfileSet', data: { ...data, findings: [] } });
}
