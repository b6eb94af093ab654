import { type ActivityCommand, organizationStream } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { Aggregate, DecisionRun, Folded } from '@zhibu/event-store';
import { committeeOf, placesOf } from '@zhibu/register';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import type { ActivityDecision } from './activity/activity.decider.ts';
import type { Activity } from './activity/activity.state.ts';
import type { BranchFacts } from './activity/facts.ts';
import { organizationLookup } from './organization.lookup.ts';
import type { ParentFacts } from './organization/facts.ts';
import type { OrganizationDecision } from './organization/organization.decider.ts';
import type { OrganizationState } from './organization/organization.state.ts';
import { ownReferences, referrersOf } from './references.lookup.ts';
import { activitiesNamed, livingChildren } from './relation.lookup.ts';

/** Where facts are found: other streams as they stand now, and the service's own look-ups once they have caught up. */
export interface Sources extends Pick<ServiceContext, 'database' | 'today' | 'caughtUp'> {
  readonly organizations: Folded<OrganizationState>;
}

/** Only a registration, a move, a dissolution and a cancellation rest on more than their own stream. */
export function factsOfOrganizations({
  database,
  today,
  caughtUp,
  organizations,
}: Sources): Aggregate<OrganizationDecision>['facts'] {
  return lookingUp<OrganizationDecision>(today, {
    RegisterOrganization: async ({ data }) => ({ parent: await parentFacts(organizations, data.parentId) }),
    MoveOrganization: async ({ data }) => ({ parent: await parentFacts(organizations, data.parentId) }),
    DissolveOrganization: async ({ data }, state) => {
      if (state.status !== 'registered') return { livingChildren: [] };
      await caughtUp(organizationLookup);
      return { livingChildren: await livingChildren(database, data.organizationId, data.effectiveOn) };
    },
    CancelRegistration: async ({ data }, state) => {
      if (state.status !== 'registered') return { referrers: [] };
      await caughtUp(ownReferences);
      return { referrers: await referrersOf(database, data.organizationId) };
    },
  });
}

async function parentFacts(
  organizations: Folded<OrganizationState>,
  parentId: string | undefined,
): Promise<ParentFacts> {
  if (parentId === undefined) return { status: 'unknown' };
  const state = await organizations(organizationStream(parentId));
  if (state.status === 'unknown' || state.status === 'cancelled') return { status: state.status };
  return { status: state.status, kind: state.organization.registration.kind };
}

interface Shared {
  readonly branch: BranchFacts;
  readonly recorded: ReadonlyMap<string, Activity>;
}

/** One read of the branch and one look at the external ids for all commands of a run. */
export function factsOfActivities(sources: Sources): Aggregate<ActivityDecision>['facts'] {
  const shared = new WeakMap<DecisionRun, Promise<Shared>>();
  const recordActivity = async ({ data }: ActivityCommand, _state: object, run: DecisionRun) => {
    const found = shared.get(run) ?? sharedFacts(sources, { branchId: data.branchId, externalIds: externalIdsOf(run) });
    shared.set(run, found);
    const { branch, recorded } = await found;
    return { branch, elsewhere: recorded.get(data.externalId) };
  };
  return lookingUp<ActivityDecision>(sources.today, { RecordActivity: recordActivity });
}

async function sharedFacts(
  { database, caughtUp, organizations }: Sources,
  of: { branchId: string; externalIds: readonly string[] },
): Promise<Shared> {
  const branch = await branchFacts(organizations, of.branchId);
  await caughtUp(organizationLookup);
  const named = await ofTheSameCommittee(database, of.branchId, await activitiesNamed(database, of.externalIds));
  return { branch, recorded: new Map(named.map((one) => [one.externalId, one])) };
}

/** Whatever has been announced has come to pass by then. */
const AT_LAST = '9999-12-31';

/** Each committee's smart-party-building system (智慧党建) counts its own ids: the same id elsewhere is another activity. */
async function ofTheSameCommittee(
  database: Pool,
  branchId: string,
  activities: readonly Activity[],
): Promise<readonly Activity[]> {
  const others = [...new Set(activities.map((one) => one.branchId))].filter((id) => id !== branchId);
  if (others.length === 0) return activities;
  const places = await placesOf(database, [branchId, ...others], AT_LAST);
  const committee = (id: string): string | undefined => {
    const place = places.get(id);
    return place && committeeOf(place);
  };
  const near = new Set([branchId, ...others.filter((id) => committee(id) === committee(branchId))]);
  return activities.filter((one) => near.has(one.branchId));
}

async function branchFacts(organizations: Folded<OrganizationState>, branchId: string): Promise<BranchFacts> {
  const state = await organizations(organizationStream(branchId));
  if (state.status === 'unknown') return { status: 'unknown' };
  if (state.status === 'cancelled') return { status: 'cancelled' };
  const { kind, openedOn } = state.organization.registration;
  return { status: 'known', kind, openedOn, dissolvedOn: state.status === 'dissolved' ? state.dissolvedOn : undefined };
}

/** A run has the commands of one stream, so all of them record activities. */
function externalIdsOf({ commands }: DecisionRun): readonly string[] {
  return commands.flatMap(({ data }) =>
    'externalId' in data && typeof data.externalId === 'string' ? [data.externalId] : [],
  );
}
