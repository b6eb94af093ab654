import { activityView } from './activity/activity.projection.ts';
import { dashboardView } from './dashboard/dashboard.projection.ts';
import { findingView } from './finding/finding.projection.ts';
import { organizationView } from './organization/organization.projection.ts';
import { ratingView } from './rating/rating.projection.ts';
import type { View } from './view.ts';

/** Every view that keeps tables. One derives only from those before it. */
export const views: readonly View[] = [
  organizationView,
  findingView,
  ratingView,
  activityView,
  dashboardView,
];
