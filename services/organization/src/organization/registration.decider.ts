import { kindsWith, type OrganizationEvent, type OrganizationKind, parentKinds } from '@zhibu/contracts';
import { ALWAYS, type Day } from '@zhibu/kernel';
import type { CancellationFacts, CorrectionFacts, PlacingFacts } from './facts.ts';
import { type DataOf, known, livingOn, recorded, refuseFuture, refuseIf, refuseTooFarAhead } from './living.rules.ts';
import type { Organization, OrganizationState, Registration } from './organization.state.ts';
import { refuseParent } from './parent.rules.ts';

type Decided = readonly OrganizationEvent[];

const fields = ['kind', 'parentId', 'name', 'sector', 'openedOn'] as const;

/** Sent again, a registration is no news, as it was or as it was corrected; with other content it is another organization under the same code. */
export function register(data: DataOf<'RegisterOrganization'>, state: OrganizationState, facts: PlacingFacts): Decided {
  if (state.status === 'registered' || state.status === 'dissolved') {
    const { registration, asRegistered } = state.organization;
    const different = differences(data, registration);
    if (differences(data, asRegistered).length === 0) return [];
    refuseIf(different.length > 0, 'ORGANIZATION_EXISTS', {
      field: different[0] ?? 'code',
      code: data.code,
      different,
    });
    return [];
  }
  const { code: id, kind, parentId, openedOn, ...rest } = data;
  refuseTooFarAhead('openedOn', openedOn, facts.today);
  refuseParent({ id, kind, parentId, on: openedOn }, facts.parent);
  return recorded(state, {
    type: 'OrganizationRegistered',
    data: {
      organizationId: id,
      effectiveOn: openedOn,
      code: id,
      kind,
      ...(parentId && { parentId }),
      ...rest,
      findings: [],
    },
  });
}

function differences(data: DataOf<'RegisterOrganization'>, registration: Registration): readonly string[] {
  return fields.filter((field) => data[field] !== registration[field]);
}

/** 更正登记: what was registered wrongly, as it was from the start; nothing that is recorded may come to precede the opening. */
export function correctRegistration(
  data: DataOf<'CorrectRegistration'>,
  state: OrganizationState,
  facts: CorrectionFacts,
): Decided {
  const { organization } = known(state);
  const { registration } = organization;
  const { organizationId, effectiveOn, reason, basis } = data;
  const corrected = correctedBy(data, registration);
  if (fields.every((field) => corrected[field] === registration[field])) return [];
  refuseFuture(effectiveOn, facts.today);
  const { code: id, kind, parentId, openedOn, name, sector } = corrected;
  refuseParent({ id, kind, parentId, on: openedOn }, facts.parent);
  if (kind !== registration.kind) refuseKind(kind, organization, facts);
  if (openedOn !== registration.openedOn) refuseOpening(openedOn, state, facts);
  return recorded(state, {
    type: 'RegistrationCorrected',
    data: { organizationId, effectiveOn, kind, name, ...(sector && { sector }), openedOn, reason, basis, findings: [] },
  });
}

/** What is left out stays as it was registered. */
const correctedBy = (data: DataOf<'CorrectRegistration'>, registration: Registration): Registration => ({
  ...registration,
  kind: data.kind ?? registration.kind,
  name: data.name ?? registration.name,
  sector: data.sector ?? registration.sector,
  openedOn: data.openedOn ?? registration.openedOn,
});

/** @throws Refusal TOO_FAR_AHEAD, FACT_BEFORE_OPENING */
function refuseOpening(openedOn: Day, state: OrganizationState, { today, toldSince }: CorrectionFacts): void {
  refuseTooFarAhead('openedOn', openedOn, today);
  const own = 'organization' in state ? daysOf(state.organization) : [];
  const first = firstDay([...own, ...dissolution(state), ...(toldSince === undefined ? [] : [toldSince])]);
  refuseIf(first < openedOn, 'FACT_BEFORE_OPENING', { field: 'openedOn', openedOn, first });
}

/** @throws Refusal KIND_IN_USE, PARENT_KIND, UNIT_TOO_DEEP */
function refuseKind(kind: OrganizationKind, organization: Organization, facts: CorrectionFacts): void {
  const { laterParents, children, referrers, parent } = facts;
  refuseIf(referrers.length > 0, 'KIND_IN_USE', { field: 'kind', referrers });
  const has = {
    election: organization.elections,
    committee: organization.committees,
    cells: organization.cells,
    profile: organization.profiles,
    form: [...organization.forms, ...organization.jointUnits],
  };
  for (const trait of ['election', 'committee', 'cells', 'profile', 'form'] as const) {
    refuseIf(has[trait].length > 0 && !kindsWith[trait].includes(kind), 'KIND_IN_USE', { field: 'kind', trait });
  }
  const stranger = laterParents.find((parentKind) => !parentKinds[kind].includes(parentKind));
  refuseIf(stranger !== undefined, 'PARENT_KIND', { field: 'kind', kind, parentKind: stranger });
  const orphan = children.find((child) => !parentKinds[child].includes(kind));
  refuseIf(orphan !== undefined, 'PARENT_KIND', { field: 'kind', kind: orphan, parentKind: kind });
  const underUnit = [...laterParents, 'kind' in parent ? parent.kind : undefined].includes('unit');
  refuseIf(kind === 'unit' && underUnit && children.includes('unit'), 'UNIT_TOO_DEEP', { field: 'kind' });
}

/** The days of which the organization's own stream tells something beyond its registration. */
function daysOf(organization: Organization): readonly Day[] {
  const { registration: _registration, asRegistered: _asRegistered, ...histories } = organization;
  return Object.values(histories)
    .flatMap((timeline) => timeline.map(({ from }: { readonly from: Day }) => from))
    .filter((from) => from !== ALWAYS);
}

/** A dissolution is a recorded fact, too; one ahead as well. */
const dissolution = (state: OrganizationState): readonly Day[] =>
  state.status === 'dissolved' ? [state.dissolvedOn] : [];

const LAST = '9999-12-31';
const firstDay = (days: readonly Day[]): Day => days.reduce((first, day) => (day < first ? day : first), LAST);

/** 注销登记: takes back a registration that should never have been made, while nothing refers to it. */
export function cancelRegistration(
  data: DataOf<'CancelRegistration'>,
  state: OrganizationState,
  { today, referrers }: CancellationFacts,
): Decided {
  if (state.status === 'cancelled') return [];
  const found = livingOn(state, data.effectiveOn);
  refuseFuture(data.effectiveOn, today);
  refuseIf(referrers.length > 0, 'ORGANIZATION_REFERRED_TO', { field: 'organizationId', referrers });
  return recorded(found, { type: 'RegistrationCancelled', data: { ...data, findings: [] } });
}
