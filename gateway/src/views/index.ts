import { activityView } from './activity/activity.projection.ts';
import { ActivityResolver } from './activity/activity.resolver.ts';
import { BranchResolver } from './branch/branch.resolver.ts';
import { causationView } from './causation/causation.projection.ts';
import { CausationResolver, DecisionResolver } from './causation/causation.resolver.ts';
import { dashboardView } from './dashboard/dashboard.projection.ts';
import { DashboardResolver } from './dashboard/dashboard.resolver.ts';
import { findingView } from './finding/finding.projection.ts';
import { FindingResolver } from './finding/finding.resolver.ts';
import { FocusResolver } from './focus/focus.resolver.ts';
import { organizationView } from './organization/organization.projection.ts';
import { OrganizationResolver } from './organization/organization.resolver.ts';
import { StateResolver } from './organization/state.resolver.ts';
import { problemView } from './problem/problem.projection.ts';
import { BranchProblemsResolver, ProblemResolver } from './problem/problem.resolver.ts';
import { ratingView } from './rating/rating.projection.ts';
import { RatingResolver } from './rating/rating.resolver.ts';
import { remediationView } from './remediation/remediation.projection.ts';
import { BranchRemediationsResolver, RemediationResolver } from './remediation/remediation.resolver.ts';
import { ReplayResolver } from './replay/replay.resolver.ts';
import { roundView } from './round/round.projection.ts';
import { RoundResolver } from './round/round.resolver.ts';
import type { Answering, View } from './view.ts';

/** Every view: what answers its queries, and what fills its tables. One derives only from those before it. */
const all: readonly Answering[] = [
  { resolver: OrganizationResolver, view: organizationView },
  { resolver: FindingResolver, view: findingView },
  { resolver: RatingResolver, view: ratingView },
  { resolver: ActivityResolver, view: activityView },
  { resolver: ProblemResolver, view: problemView },
  { resolver: DashboardResolver, view: dashboardView },
  { resolver: StateResolver },
  { resolver: RoundResolver, view: roundView },
  { resolver: RemediationResolver, view: remediationView },
  { resolver: CausationResolver, view: causationView },
  { resolver: BranchResolver },
  { resolver: BranchProblemsResolver },
  { resolver: BranchRemediationsResolver },
  { resolver: DecisionResolver },
  { resolver: FocusResolver },
  { resolver: ReplayResolver },
];

/** The views that keep tables. */
export const views: readonly View[] = all.flatMap(({ view }) => view ?? []);

export const resolvers = all.map(({ resolver }) => resolver);
