import type { OrganizationEvent } from '@zhibu/contracts';
import type { PlacingFacts } from './facts.ts';
import { type DataOf, known, livingOn, recorded, refusal, refuseIf } from './living.rules.ts';
import { refuseParent } from './parent.rules.ts';
import type { OrganizationState, Registration } from './organization.state.ts';

type Decided = readonly OrganizationEvent[];

/** Sent again, a registration is no news; with other content it is another organization under the same code. */
export function register(
  data: DataOf<'RegisterOrganization'>,
  state: OrganizationState,
  { parent }: PlacingFacts,
): Decided {
  if (state.status === 'registered' || state.status === 'dissolved') {
    const different = differences(data, state.organization.registration);
    refuseIf(different.length > 0, 'ORGANIZATION_EXISTS', {
      field: different[0] ?? 'code',
      code: data.code,
      different,
    });
    return [];
  }
  refuseParent({ kind: data.kind, parentId: data.parentId }, parent);
  const { openedOn, ...rest } = data;
  return recorded(state, {
    type: 'OrganizationRegistered',
    data: { organizationId: data.code, effectiveOn: openedOn, ...rest, findings: [] },
  });
}

function differences(data: DataOf<'RegisterOrganization'>, registration: Registration): readonly string[] {
  const fields = ['kind', 'parentId', 'name', 'sector', 'openedOn'] as const;
  return fields.filter((field) => data[field] !== registration[field]);
}

export interface DissolutionFacts {
  /** The organizations that would be left standing under this one, by code. */
  readonly livingChildren: readonly string[];
}

/** 撤销: refused while organizations would be left standing under this one. */
export function dissolve(
  data: DataOf<'DissolveOrganization'>,
  state: OrganizationState,
  { livingChildren }: DissolutionFacts,
): Decided {
  if (state.status === 'dissolved') {
    if (data.effectiveOn === state.dissolvedOn && data.reason === state.reason) return [];
    throw refusal('ORGANIZATION_DISSOLVED', { field: 'organizationId', dissolvedOn: state.dissolvedOn });
  }
  livingOn(state, data.effectiveOn);
  refuseIf(livingChildren.length > 0, 'LIVING_CHILDREN', { field: 'organizationId', children: livingChildren });
  return recorded(state, { type: 'OrganizationDissolved', data: { ...data, findings: [] } });
}

export interface CancellationFacts {
  /** What speaks of this organization, by name of stream. */
  readonly referrers: readonly string[];
}

/** 注销登记: takes back a registration that should never have been made, while nothing refers to it. */
export function cancelRegistration(
  data: DataOf<'CancelRegistration'>,
  state: OrganizationState,
  { referrers }: CancellationFacts,
): Decided {
  if (state.status === 'cancelled') return [];
  const found = known(state);
  if (found.status === 'dissolved')
    throw refusal('ORGANIZATION_DISSOLVED', { field: 'organizationId', dissolvedOn: found.dissolvedOn });
  livingOn(found, data.effectiveOn);
  refuseIf(referrers.length > 0, 'ORGANIZATION_REFERRED_TO', { field: 'organizationId', referrers });
  return recorded(state, { type: 'RegistrationCancelled', data: { ...data, findings: [] } });
}
