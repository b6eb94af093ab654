import { fileURLToPath } from 'node:url';
import { type Aggregate, folded } from '@zhibu/event-store';
import { registerMigrations } from '@zhibu/register';
import type { AggregatesOf, ServiceContext, ServiceDefinition } from '@zhibu/service-kit';
import { type ActivityDecision, activityDecider } from './activity/activity.decider.ts';
import { factsOfActivities, factsOfOrganizations } from './facts.lookup.ts';
import { organizationLookup } from './organization.lookup.ts';
import { otherReferences, ownReferences } from './references.lookup.ts';
import { organizationDecider, type OrganizationDecision } from './organization/organization.decider.ts';

/** 组织: the register of organizations with their findings, and the organizational life of branches. */
export const organizationService: ServiceDefinition = {
  name: 'organization',
  migrations: [registerMigrations, fileURLToPath(new URL('../migrations', import.meta.url))],
  aggregates: organizationAggregates,
  lookups: [organizationLookup, ownReferences, ...otherReferences],
};

function organizationAggregates(context: ServiceContext): AggregatesOf<'organization'> {
  const sources = { ...context, organizations: folded(context.store, organizationDecider) };
  const organization: Aggregate<OrganizationDecision> = {
    decider: organizationDecider,
    facts: factsOfOrganizations(sources),
  };
  const activity: Aggregate<ActivityDecision> = { decider: activityDecider, facts: factsOfActivities(sources) };
  return { organization, activity };
}
