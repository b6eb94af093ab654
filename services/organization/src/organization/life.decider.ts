import { type OrganizationEvent, REINSTATED_WITHIN_DAYS } from '@zhibu/contracts';
import { addDays } from '@zhibu/kernel';
import type { DissolutionFacts, ReinstatementFacts } from './facts.ts';
import { actedOn, type DataOf, known, recorded, refusal, refuseFuture, refuseIf } from './living.rules.ts';
import type { OrganizationState } from './organization.state.ts';
import { refuseParent } from './parent.rules.ts';
import { valueOn } from './timeline.ts';

type Decided = readonly OrganizationEvent[];

/**
 * 撤销: refused while organizations would be left standing under this one and, without a basis, while it is inspected or one of
 * its designations may be revoked (domain.md, section 3, Successors).
 */
export function dissolve(
  data: DataOf<'DissolveOrganization'>,
  state: OrganizationState,
  { today, livingChildren, openSupervisions }: DissolutionFacts,
): Decided {
  if (state.status === 'dissolved' && data.effectiveOn === state.dissolvedOn && data.reason === state.reason) return [];
  actedOn(state, data, today);
  refuseIf(livingChildren.length > 0, 'LIVING_CHILDREN', { field: 'organizationId', children: livingChildren });
  const isSupervised = openSupervisions.length > 0 && data.basis === undefined;
  refuseIf(isSupervised, 'SUPERVISION_OPEN', { field: 'basis', referrers: openSupervisions });
  return recorded(state, { type: 'OrganizationDissolved', data: { ...data, findings: [] } });
}

/** 恢复: the dissolution was an error, one ahead too; the organization has lived on, under a parent that lives today. */
export function reinstate(
  data: DataOf<'ReinstateOrganization'>,
  state: OrganizationState,
  { today, parent }: ReinstatementFacts,
): Decided {
  const found = known(state);
  if (found.status !== 'dissolved') throw refusal('NOT_DISSOLVED', { field: 'organizationId' });
  const { effectiveOn } = data;
  const { registration, parents } = found.organization;
  refuseFuture(effectiveOn, today);
  refuseIf(effectiveOn < registration.openedOn, 'BEFORE_OPENING', {
    field: 'effectiveOn',
    openedOn: registration.openedOn,
  });
  const latest = addDays(found.dissolvedOn, REINSTATED_WITHIN_DAYS);
  refuseIf(effectiveOn > latest, 'REINSTATED_TOO_LATE', {
    field: 'effectiveOn',
    dissolvedOn: found.dissolvedOn,
    latest,
  });
  const { code: id, kind } = registration;
  refuseParent({ id, kind, parentId: valueOn(parents, today), on: today }, parent);
  return recorded(state, { type: 'OrganizationReinstated', data: { ...data, findings: [] } });
}
