import DataLoader from 'dataloader';
import type { FindingCode } from '@zhibu/contracts';
import type { ReadModel } from '../read-model.ts';
import { type ActivityCountRow, activityCounts } from '../views/activity/activity.lookup.ts';
import { causesOf, consequencesOf, type RecordedFactRow } from '../views/causation/causation.lookup.ts';
import { findingsOf } from '../views/finding/finding.lookup.ts';
import type { Listing, Moment, Page } from '../views/moment.ts';
import { childrenOf, type OrganizationRow, organizationsById } from '../views/organization/organization.lookup.ts';
import { type OrganizationState, organizationStates } from '../views/organization/state.lookup.ts';
import { type ProblemRow, problemsById } from '../views/problem/problem.lookup.ts';
import { openProblemsOf } from '../views/problem/problem-count.lookup.ts';
import {
  type RatingFindingRow,
  ratingFindings,
  type RatingKey,
  type RatingRow,
  ratingsInForce,
} from '../views/rating/rating.lookup.ts';
import { type RemediationRow, remediationsOf } from '../views/remediation/remediation.lookup.ts';

export interface ActivityKey {
  readonly branchId: string;
  readonly year: number;
}
export interface ChildrenKey {
  readonly parentId: string;
  readonly page: Page;
}

/** The look-ups of one request at one moment: what many fields ask for goes out as one statement. */
export class Loaders {
  readonly organization: DataLoader<string, OrganizationRow | undefined>;
  readonly state: DataLoader<string, OrganizationState | undefined>;
  readonly children: DataLoader<ChildrenKey, Listing, string>;
  readonly findings: DataLoader<string, readonly FindingCode[]>;
  readonly rating: DataLoader<RatingKey, RatingRow | undefined, string>;
  readonly activities: DataLoader<ActivityKey, readonly ActivityCountRow[], string>;
  readonly ratingFindings: DataLoader<string, readonly RatingFindingRow[]>;
  readonly problem: DataLoader<string, ProblemRow | undefined>;
  readonly openProblems: DataLoader<string, number>;
  readonly remediations: DataLoader<string, readonly RemediationRow[]>;
  /** The event that an event answers. */
  readonly causeOf: DataLoader<string, RecordedFactRow | undefined>;
  /** What reactions made of an event. */
  readonly ledTo: DataLoader<string, readonly RecordedFactRow[]>;

  constructor(model: ReadModel, moment: Moment) {
    this.organization = new DataLoader((ids) => organizationsById(model, ids, moment));
    this.state = new DataLoader((ids) => organizationStates(model, ids, moment));
    this.findings = new DataLoader((ids) => findingsOf(model, ids, moment));
    this.ratingFindings = new DataLoader((ids) => ratingFindings(model, ids));
    this.problem = new DataLoader((ids) => problemsById(model, ids, moment));
    this.openProblems = new DataLoader((ids) => openProblemsOf(model, ids, moment));
    this.remediations = new DataLoader((ids) => remediationsOf(model, ids, moment));
    this.causeOf = new DataLoader((ids) => causesOf(model, ids));
    this.ledTo = new DataLoader((ids) => consequencesOf(model, ids));
    this.rating = new DataLoader((keys: readonly RatingKey[]) => ratingsInForce(model, keys, moment), {
      cacheKeyFn: keyOf,
    });
    this.activities = new DataLoader((keys: readonly ActivityKey[]) => activityCounts(model, keys, moment), {
      cacheKeyFn: keyOf,
    });
    this.children = new DataLoader((keys: readonly ChildrenKey[]) => childrenByPage(model, keys, moment), {
      cacheKeyFn: keyOf,
    });
  }
}

const keyOf = (key: object): string => JSON.stringify(key);

/** One statement for each page asked for: as many as the query spells out, however many parents there are. */
async function childrenByPage(model: ReadModel, keys: readonly ChildrenKey[], moment: Moment): Promise<Listing[]> {
  const byPage = Map.groupBy(keys, (key) => keyOf(key.page));
  const found = new Map<ChildrenKey, Listing>();
  for (const [first, ...others] of byPage.values()) {
    if (!first) continue;
    const group = [first, ...others];
    const listings = await childrenOf(
      model,
      group.map((key) => key.parentId),
      { moment, page: first.page },
    );
    group.forEach((key, index) => found.set(key, listings[index] ?? { ids: [], hasNext: false, totalCount: 0 }));
  }
  return keys.map((key) => found.get(key) ?? { ids: [], hasNext: false, totalCount: 0 });
}
