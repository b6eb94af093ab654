import { ActivityResolver } from './activity/activity.resolver.ts';
import { BranchResolver } from './branch/branch.resolver.ts';
import { DashboardResolver } from './dashboard/dashboard.resolver.ts';
import { FindingResolver } from './finding/finding.resolver.ts';
import { FocusResolver } from './focus/focus.resolver.ts';
import { OrganizationResolver } from './organization/organization.resolver.ts';
import { RatingResolver } from './rating/rating.resolver.ts';
import { ReplayResolver } from './replay/replay.resolver.ts';

/** What answers the queries: one class a view. */
export const resolvers = [
  OrganizationResolver, FindingResolver, BranchResolver, ActivityResolver, RatingResolver, DashboardResolver, FocusResolver, ReplayResolver,
];
