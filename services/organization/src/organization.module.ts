import { fileURLToPath } from 'node:url';
import { type Aggregate, folded } from '@zhibu/event-store';
import { registerMigrations } from '@zhibu/register';
import { type AggregatesOf, lookingUp, type ServiceContext, type ServiceDefinition } from '@zhibu/service-kit';
import { type AccessDecision, accessDecider } from './access/access.decider.ts';
import { type CalendarDecision, calendarDecider } from './calendar/calendar.decider.ts';
import { calendarTimetable } from './calendar/calendar.lookup.ts';
import { type DutyDecision, dutyDecider } from './duty/duty.decider.ts';
import { dutySubjects, factsOfDuties } from './duties.lookup.ts';
import { type ActivityDecision, activityDecider } from './activity/activity.decider.ts';
import { factsOfActivities } from './activities.lookup.ts';
import { factsOfOrganizations } from './facts.lookup.ts';
import { inspectorsLookup } from './inspectors.lookup.ts';
import { organizationLookup } from './organization.lookup.ts';
import { otherReferences, ownReferences } from './references.lookup.ts';
import { supervisionsLookup } from './supervisions.lookup.ts';
import { organizationDecider, type OrganizationDecision } from './organization/organization.decider.ts';

/** 组织: the register of organizations with their findings, and the organizational life of branches. */
export const organizationService: ServiceDefinition = {
  name: 'organization',
  migrations: [registerMigrations, fileURLToPath(new URL('../migrations', import.meta.url))],
  aggregates: organizationAggregates,
  lookups: [organizationLookup, inspectorsLookup, ownReferences, ...otherReferences, supervisionsLookup],
  subjects: dutySubjects,
  timetable: calendarTimetable,
};

function organizationAggregates(context: ServiceContext): AggregatesOf<'organization'> {
  const sources = { ...context, organizations: folded(context.store, organizationDecider) };
  const organization: Aggregate<OrganizationDecision> = {
    decider: organizationDecider,
    facts: factsOfOrganizations(sources),
  };
  const activity: Aggregate<ActivityDecision> = { decider: activityDecider, facts: factsOfActivities(sources) };
  const calendar: Aggregate<CalendarDecision> = {
    decider: calendarDecider,
    facts: lookingUp<CalendarDecision>(context.today, {}),
  };
  const duty: Aggregate<DutyDecision> = { decider: dutyDecider, facts: factsOfDuties(sources) };
  const access: Aggregate<AccessDecision> = {
    decider: accessDecider,
    facts: lookingUp<AccessDecision>(context.today, {}),
  };
  return { organization, activity, calendar, duty, access };
}
