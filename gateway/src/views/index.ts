import { accessLogResolvers } from '../access-log/access-log.resolver.ts';
import { processes } from '../generated/processes.ts';
import { allFields, type Answering } from '../schema/resolvers.ts';
import { tallyView } from '../tally/tally-view.ts';
import { activityView } from './activity/activity.projection.ts';
import { activityResolvers } from './activity/activity.resolver.ts';
import { branchResolvers } from './branch/branch.resolver.ts';
import { causationView } from './causation/causation.projection.ts';
import { causationResolvers } from './causation/causation.resolver.ts';
import { dashboardResolvers } from './dashboard/dashboard.resolver.ts';
import { applicationResolvers } from './designation/application.resolver.ts';
import { dutyView } from './duty/duty.projection.ts';
import { dutyResolvers } from './duty/duty.resolver.ts';
import { editionView } from './edition/edition.projection.ts';
import { editionResolvers } from './edition/edition.resolver.ts';
import { findingView } from './finding/finding.projection.ts';
import { findingResolvers } from './finding/finding.resolver.ts';
import { focusResolvers } from './focus/focus.resolver.ts';
import { handedOverView } from './handed-over/handed-over.projection.ts';
import { handedOverResolvers } from './handed-over/handed-over.resolver.ts';
import { historyResolvers } from './organization/history.resolver.ts';
import { meResolvers } from './me/me.resolver.ts';
import { organizationView } from './organization/organization.projection.ts';
import { ofSeenOnly, organizationResolvers } from './organization/organization.resolver.ts';
import { stateResolvers } from './organization/state.resolver.ts';
import { actingResolvers } from './person/acting.resolver.ts';
import { personResolvers } from './person/person.resolver.ts';
import { ratingView } from './rating/rating.projection.ts';
import { ratingResolvers } from './rating/rating.resolver.ts';
import { processReplayResolvers } from './replay/process-replay.resolver.ts';
import { replayResolvers } from './replay/replay.resolver.ts';
import { roundView } from './round/round.projection.ts';
import { roundResolvers } from './round/round.resolver.ts';
import { roundNoticeResolvers } from './round/notice.resolver.ts';
import { roundTermsResolvers } from './round/terms.resolver.ts';
import { shownResolvers } from './shown/shown.resolver.ts';
import type { View } from './view.ts';

/**
 * Every view: what answers its queries, and what fills its tables. One derives only from those before it. Processes are
 * found by their files, `<process>/<process>.view.ts`.
 */
const all: readonly Answering[] = [
  { resolvers: organizationResolvers, view: organizationView },
  { resolvers: findingResolvers, view: findingView },
  { resolvers: ratingResolvers, view: ratingView },
  { resolvers: activityResolvers, view: activityView },
  { resolvers: {}, view: tallyView },
  { resolvers: dashboardResolvers },
  { resolvers: stateResolvers },
  { resolvers: editionResolvers, view: editionView },
  { resolvers: historyResolvers },
  { resolvers: roundResolvers, view: roundView },
  { resolvers: roundTermsResolvers },
  { resolvers: roundNoticeResolvers },
  { resolvers: applicationResolvers },
  { resolvers: causationResolvers, view: causationView },
  { resolvers: branchResolvers },
  { resolvers: handedOverResolvers, view: handedOverView },
  { resolvers: dutyResolvers, view: dutyView },
  { resolvers: meResolvers },
  { resolvers: personResolvers },
  { resolvers: actingResolvers },
  { resolvers: focusResolvers },
  { resolvers: replayResolvers },
  { resolvers: processReplayResolvers },
  { resolvers: shownResolvers },
  { resolvers: accessLogResolvers },
  ...processes,
];

/** The views that keep tables. */
export const views: readonly View[] = all.flatMap(({ view }) => view ?? []);

export const resolvers = allFields(
  all.map((part) => part.resolvers),
  { Organization: ofSeenOnly },
);
