import type { OrganizationEvent } from '@zhibu/contracts';
import { type DataOf, livingOn, recorded } from './living.rules.ts';
import type { OrganizationState } from './organization.state.ts';
import type { PlacingFacts } from './facts.ts';
import { refuseParent } from './parent.rules.ts';
import { saidFor, valueOn } from './timeline.ts';

type Decided = readonly OrganizationEvent[];

/** 更名: to the name it has on that day is no news. */
export function rename(data: DataOf<'RenameOrganization'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  if (valueOn(organization.names, data.effectiveOn) === data.name) return [];
  return recorded(state, { type: 'OrganizationRenamed', data: { ...data, findings: [] } });
}

/** 隶属调整: to the parent it has on that day is no news. */
export function move(data: DataOf<'MoveOrganization'>, state: OrganizationState, { parent }: PlacingFacts): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  const { registration, parents } = organization;
  if (valueOn(parents, data.effectiveOn) === data.parentId) return [];
  refuseParent({ kind: registration.kind, parentId: data.parentId }, parent);
  return recorded(state, { type: 'OrganizationMoved', data: { ...data, findings: [] } });
}

/** A report is a statement of its day: the same figures on another day are news, for an older report may still come in. */
export function reportMembership(data: DataOf<'ReportMembership'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  const said = saidFor(organization.memberships, data.effectiveOn);
  if (said?.fullMembers === data.fullMembers && said.probationaryMembers === data.probationaryMembers) return [];
  return recorded(state, { type: 'MembershipReported', data: { ...data, findings: [] } });
}

/** 党小组: how many cells there are from a day on. */
export function setCells(data: DataOf<'SetCells'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  if (valueOn(organization.cells, data.effectiveOn) === data.cells) return [];
  return recorded(state, { type: 'CellsSet', data: { ...data, findings: [] } });
}

const profileFields = ['feature', 'brand', 'highlight'] as const;

/** 一特色一品牌一亮点: the whole profile from a day on; what is left out is there no more. */
export function setProfile(data: DataOf<'SetProfile'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  const before = valueOn(organization.profiles, data.effectiveOn) ?? {};
  if (profileFields.every((field) => before[field] === data[field])) return [];
  return recorded(state, { type: 'ProfileSet', data: { ...data, findings: [] } });
}
