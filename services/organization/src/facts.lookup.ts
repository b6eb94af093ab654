import { type OrganizationKind, organizationStream } from '@zhibu/contracts';
import type { Aggregate, Folded } from '@zhibu/event-store';
import { ALWAYS, type Day } from '@zhibu/kernel';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import { organizationLookup } from './organization.lookup.ts';
import type { NamedFacts, ParentFacts } from './organization/facts.ts';
import type { OrganizationDecision } from './organization/organization.decider.ts';
import type { OrganizationState } from './organization/organization.state.ts';
import { spansOf, valueOn } from './organization/timeline.ts';
import { ownReferences, referrersOf, toldSince } from './references.lookup.ts';
import { childKinds, livingChildren, unitsUnder } from './relation.lookup.ts';
import { openSupervisions } from './supervisions.lookup.ts';

/** Where facts are found: other streams as they stand now, and the service's own look-ups once they have caught up. */
export interface Sources extends Pick<ServiceContext, 'database' | 'today' | 'caughtUp'> {
  readonly organizations: Folded<OrganizationState>;
}

/** Only what names other organizations, or would leave them behind, rests on more than its own stream. */
export function factsOfOrganizations(sources: Sources): Aggregate<OrganizationDecision>['facts'] {
  const { database, today, caughtUp, organizations } = sources;
  return lookingUp<OrganizationDecision>(today, {
    RegisterOrganization: async ({ data }) => ({
      parent: await parentFacts(organizations, data.parentId, data.openedOn),
    }),
    MoveOrganization: async ({ data }, state) => {
      const parent = await parentFacts(organizations, data.parentId, data.effectiveOn);
      if (!('organization' in state) || state.organization.registration.kind !== 'unit')
        return { parent, unitsUnder: [] };
      await caughtUp(organizationLookup);
      return { parent, unitsUnder: await unitsUnder(database, data.organizationId, data.effectiveOn) };
    },
    DissolveOrganization: async ({ data }, state) => {
      if (!('organization' in state)) return { livingChildren: [], openSupervisions: [] };
      await caughtUp(organizationLookup);
      return {
        livingChildren: await livingChildren(database, data.organizationId, data.effectiveOn),
        openSupervisions: await openSupervisions(database, data.organizationId),
      };
    },
    ReinstateOrganization: async (command, state) => {
      const parentId = 'organization' in state ? valueOn(state.organization.parents, command.today) : undefined;
      return { parent: await parentFacts(organizations, parentId, command.today) };
    },
    CorrectRegistration: ({ data }, state) => correctionFacts(sources, data.organizationId, state),
    CancelRegistration: async ({ data }, state) => {
      if (!('organization' in state)) return { referrers: [] };
      await caughtUp(ownReferences);
      return { referrers: await referrersOf(database, data.organizationId) };
    },
    SetForm: ({ data }) => namedFacts(organizations, data.approvedBy === undefined ? [] : [data.approvedBy]),
    SetJointUnits: ({ data }) => namedFacts(organizations, data.unitIds),
  });
}

/** What the register knows of an organization, as its stream stands now. */
export async function factsOf(organizations: Folded<OrganizationState>, id: string): Promise<NamedFacts> {
  const state = await organizations(organizationStream(id));
  if (state.status === 'unknown' || state.status === 'cancelled') return { status: state.status };
  const { kind, openedOn } = state.organization.registration;
  return { status: 'known', kind, openedOn, dissolvedOn: state.status === 'dissolved' ? state.dissolvedOn : undefined };
}

async function namedFacts(organizations: Folded<OrganizationState>, ids: readonly string[]) {
  const named = await Promise.all(ids.map(async (id) => [id, await factsOf(organizations, id)] as const));
  return { named: new Map(named) };
}

async function parentFacts(
  organizations: Folded<OrganizationState>,
  parentId: string | undefined,
  day: Day,
): Promise<ParentFacts> {
  if (parentId === undefined) return { status: 'unknown' };
  const facts = await factsOf(organizations, parentId);
  if (facts.status !== 'known') return facts;
  if (facts.kind !== 'unit') return { ...facts, underUnit: false };
  const above = await kindsAbove(organizations, parentId, day);
  return { ...facts, underUnit: above.includes('unit') };
}

/** The kinds of whom one stands under on a day or later. */
async function kindsAbove(
  organizations: Folded<OrganizationState>,
  id: string,
  day: Day,
): Promise<readonly OrganizationKind[]> {
  const state = await organizations(organizationStream(id));
  if (!('organization' in state)) return [];
  const parents = spansOf(state.organization.parents)
    .filter(({ to }) => to === undefined || to > day)
    .flatMap(({ value }) => (value === undefined ? [] : [value]));
  const { named } = await namedFacts(organizations, parents);
  return [...named.values()].flatMap((parent) => (parent.status === 'known' ? [parent.kind] : []));
}

async function correctionFacts({ database, caughtUp, organizations }: Sources, id: string, state: OrganizationState) {
  if (!('organization' in state))
    return {
      parent: { status: 'unknown' } as const,
      laterParents: [],
      children: [],
      referrers: [],
      toldSince: undefined,
    };
  const { registration } = state.organization;
  await Promise.all([caughtUp(organizationLookup), caughtUp(ownReferences)]);
  const referrers = await referrersOf(database, id);
  return {
    parent: await parentFacts(organizations, registration.parentId, registration.openedOn),
    laterParents: await kindsAbove(organizations, id, ALWAYS),
    children: await childKinds(database, id),
    referrers: referrers.filter((stream) => !stream.startsWith(organizationStream(''))),
    toldSince: await toldSince(database, id),
  };
}
