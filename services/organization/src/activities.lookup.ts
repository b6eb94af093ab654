import { type ActivityCommand, type ActivityKind, organizationStream } from '@zhibu/contracts';
import type { Pool, Sql } from '@zhibu/database';
import type { Aggregate, DecisionRun, Folded } from '@zhibu/event-store';
import type { Day } from '@zhibu/kernel';
import { committeeOf, placesOf } from '@zhibu/register';
import { lookingUp } from '@zhibu/service-kit';
import type { ActivityDecision } from './activity/activity.decider.ts';
import type { Activity } from './activity/activity.state.ts';
import type { BranchFacts } from './activity/facts.ts';
import type { Sources } from './facts.lookup.ts';
import { organizationLookup } from './organization.lookup.ts';
import type { OrganizationState } from './organization/organization.state.ts';

interface Shared {
  readonly branch: BranchFacts;
  readonly recorded: ReadonlyMap<string, Activity>;
}

/** One read of the branch and one look at the external ids for all commands of a run. */
export function factsOfActivities(sources: Sources): Aggregate<ActivityDecision>['facts'] {
  const shared = new WeakMap<DecisionRun, Promise<Shared>>();
  const branchOf = async ({ data }: ActivityCommand) => ({
    branch: await branchFacts(sources.organizations, data.branchId),
  });
  const recordActivity = async ({ data }: ActivityCommand, _state: object, run: DecisionRun) => {
    const found = shared.get(run) ?? sharedFacts(sources, { branchId: data.branchId, externalIds: externalIdsOf(run) });
    shared.set(run, found);
    const { branch, recorded } = await found;
    return { branch, elsewhere: recorded.get(data.externalId) };
  };
  return lookingUp<ActivityDecision>(sources.today, { RecordActivity: recordActivity, CorrectActivity: branchOf });
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
  const { registration, memberships } = state.organization;
  return {
    status: 'known',
    kind: registration.kind,
    openedOn: registration.openedOn,
    dissolvedOn: state.status === 'dissolved' ? state.dissolvedOn : undefined,
    members: memberships.map(({ from, value }) => ({ from, value: value.fullMembers + value.probationaryMembers })),
  };
}

/** A run has the commands of one stream, so all of them are of activities. */
function externalIdsOf({ commands }: DecisionRun): readonly string[] {
  return commands.flatMap(({ data }) =>
    'externalId' in data && typeof data.externalId === 'string' ? [data.externalId] : [],
  );
}

interface ActivityRow {
  readonly external_id: string;
  readonly branch_id: string;
  readonly kind: ActivityKind;
  readonly held_on: Day;
  readonly attendance: number;
}

/** The activities that stand under these external ids, for whichever branch and year; one of each branch. */
export async function activitiesNamed(sql: Sql, externalIds: readonly string[]): Promise<readonly Activity[]> {
  const found = await sql.query<ActivityRow>(
    `SELECT external_id, branch_id, kind, held_on, attendance FROM lookup_activity
     WHERE external_id = ANY($1) AND kind IS NOT NULL`,
    [externalIds],
  );
  return found.rows.map((row) => ({
    branchId: row.branch_id,
    externalId: row.external_id,
    kind: row.kind,
    heldOn: row.held_on,
    attendance: row.attendance,
  }));
}
