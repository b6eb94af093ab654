import type { Resolvers } from '../../schema/resolvers.ts';
import type {
  DashboardByChildArgs,
  DashboardGradesArgs,
  DashboardLatestPeriodArgs,
  DashboardTransitionsArgs,
  DashboardUngradedArgs,
  GradeCount,
  QueryDashboardArgs,
  Transition,
} from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { organizationAsked, refuseLaterPeriod } from '../../request/subject-asked.ts';
import { periodIn } from '../../request/period.ts';
import {
  type NamedOrganization,
  organizationNamed,
  organizationNode,
  type OrganizationNode,
} from '../organization/organization.resolver.ts';
import {
  branchCount,
  childCounts,
  type DashboardScope,
  gradeCounts,
  type SchemeCounts,
  scopeOf,
  transitions,
} from './dashboard.lookup.ts';
import { latestPeriod } from './latest-period.lookup.ts';

/** A dashboard, and the counts that two of its fields share. */
export interface DashboardNode {
  readonly scope: DashboardScope;
  readonly organization: OrganizationNode;
  readonly counts: Map<string, Promise<SchemeCounts>>;
}

interface ChildNode {
  readonly organization: OrganizationNode | NamedOrganization;
  readonly branches: number;
  readonly grades: readonly GradeCount[];
  readonly ungraded: number;
}

export const dashboardResolvers: Resolvers = {
  Query: {
    async dashboard(_parent: unknown, args: QueryDashboardArgs, context: GatewayContext): Promise<DashboardNode> {
      const knownAt = await context.known(args.knownAt);
      const asked = { period: periodIn('period', args.period), asOf: args.asOf ?? undefined, knownAt };
      const scope = scopeOf(asked, context.today);
      await refuseLaterPeriod(context, { period: asked.period, asOf: scope.moment.asOf, field: 'period' });
      const named = { id: args.under, field: 'under', mustBeOfToday: true } as const;
      const row = await organizationAsked(context, scope.moment, named);
      const organization = organizationNode(row, scope.moment);
      return { scope: { ...scope, under: row.id }, organization, counts: new Map() };
    },
  },
  Dashboard: {
    under({ organization }: DashboardNode): OrganizationNode {
      return organization;
    },
    branches({ scope }: DashboardNode, _args: unknown, { model }: GatewayContext): Promise<number> {
      return branchCount(model, scope);
    },
    async grades(
      node: DashboardNode,
      { scheme }: DashboardGradesArgs,
      context: GatewayContext,
    ): Promise<readonly GradeCount[]> {
      return (await countsOf(node, scheme, context)).grades;
    },
    async ungraded(node: DashboardNode, { scheme }: DashboardUngradedArgs, context: GatewayContext): Promise<number> {
      return (await countsOf(node, scheme, context)).ungraded;
    },
    async byChild(
      { scope }: DashboardNode,
      { scheme }: DashboardByChildArgs,
      context: GatewayContext,
    ): Promise<readonly ChildNode[]> {
      const children = await childCounts(context.model, scope, scheme);
      return Promise.all(
        children.map(async ({ organizationId, ...counts }) => ({
          ...counts,
          organization: await organizationNamed(context, scope.moment, organizationId),
        })),
      );
    },
    latestPeriod(
      { scope }: DashboardNode,
      { scheme }: DashboardLatestPeriodArgs,
      { model }: GatewayContext,
    ): Promise<string | null> {
      return latestPeriod(model, scope, scheme);
    },
    async transitions(
      { scope }: DashboardNode,
      args: DashboardTransitionsArgs,
      context: GatewayContext,
    ): Promise<readonly Transition[]> {
      const [from, to] = [periodIn('from', args.from), periodIn('to', args.to)];
      if (from === undefined || to === undefined) return [];
      for (const [field, period] of Object.entries({ from, to }))
        await refuseLaterPeriod(context, { period, asOf: scope.moment.asOf, field });
      return transitions(context.model, scope, { scheme: args.scheme, from, to });
    },
  },
};

function countsOf(node: DashboardNode, scheme: string, { model }: GatewayContext): Promise<SchemeCounts> {
  const counts = node.counts.get(scheme) ?? gradeCounts(model, node.scope, scheme);
  node.counts.set(scheme, counts);
  return counts;
}
