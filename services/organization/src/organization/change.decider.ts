import type { OrganizationEvent } from '@zhibu/contracts';
import { isDeepStrictEqual } from 'node:util';
import { type DataOf, type KnownState, recorded } from './living.rules.ts';
import type { OrganizationFacts } from './facts.ts';
import { membershipOf, profileOf } from './organization.state.ts';
import { refuseParent } from './parent.rules.ts';
import { saidFor, valueOn } from './timeline.ts';

type Decided = readonly OrganizationEvent[];

/** 更名: to the name it has on that day is no news. */
export function rename(data: DataOf<'RenameOrganization'>, state: KnownState): Decided {
  if (valueOn(state.organization.names, data.effectiveOn) === data.name) return [];
  return recorded(state, { type: 'OrganizationRenamed', data: { ...data, findings: [] } });
}

/** 隶属调整: to the parent it has on that day is no news. */
export function move(data: DataOf<'MoveOrganization'>, state: KnownState, { parent }: OrganizationFacts): Decided {
  const { registration, parents } = state.organization;
  if (valueOn(parents, data.effectiveOn) === data.parentId) return [];
  refuseParent({ kind: registration.kind, parentId: data.parentId }, parent);
  return recorded(state, { type: 'OrganizationMoved', data: { ...data, findings: [] } });
}

/** A report is a statement of its day: the same figures on another day are news, for an older report may still come in. */
export function reportMembership(data: DataOf<'ReportMembership'>, state: KnownState): Decided {
  if (isDeepStrictEqual(saidFor(state.organization.memberships, data.effectiveOn), membershipOf(data))) return [];
  return recorded(state, { type: 'MembershipReported', data: { ...data, findings: [] } });
}

/** 党小组: how many cells there are from a day on. */
export function setCells(data: DataOf<'SetCells'>, state: KnownState): Decided {
  if (valueOn(state.organization.cells, data.effectiveOn) === data.cells) return [];
  return recorded(state, { type: 'CellsSet', data: { ...data, findings: [] } });
}

/** 一特色一品牌一亮点: the whole profile from a day on; what is left out is there no more. */
export function setProfile(data: DataOf<'SetProfile'>, state: KnownState): Decided {
  const before = valueOn(state.organization.profiles, data.effectiveOn) ?? {};
  if (isDeepStrictEqual(profileOf(before), profileOf(data))) return [];
  return recorded(state, { type: 'ProfileSet', data: { ...data, findings: [] } });
}
