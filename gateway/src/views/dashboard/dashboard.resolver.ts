import type { Resolvers } from '../../schema/resolvers.ts';
import type {
  DashboardByChildArgs,
  DashboardGradesArgs,
  DashboardTransitionsArgs,
  DashboardUngradedArgs,
  DesignationCount,
  GradeCount,
  QueryDashboardArgs,
  Transition,
} from '../../generated/schema.ts';
import { type GatewayContext, organizationAsked } from '../../request/context.ts';
import { periodIn } from '../../request/period.ts';
import { organizationAt, organizationNode, type OrganizationNode } from '../organization/organization.resolver.ts';
import {
  branchCount,
  childCounts,
  type DashboardScope,
  gradeCounts,
  type SchemeCounts,
  scopeOf,
  transitions,
} from './dashboard.lookup.ts';

/** A dashboard, and the counts that two of its fields share. */
export interface DashboardNode {
  readonly scope: DashboardScope;
  readonly organization: OrganizationNode;
  readonly counts: Map<string, Promise<SchemeCounts>>;
}

interface ChildNode {
  readonly organization: OrganizationNode;
  readonly branches: number;
  readonly grades: readonly GradeCount[];
  readonly ungraded: number;
}

export const dashboardResolvers: Resolvers = {
  Query: {
    async dashboard(_parent: unknown, args: QueryDashboardArgs, context: GatewayContext): Promise<DashboardNode> {
      const knownAt = await context.known(args.knownAt);
      const asked = {
        under: args.under,
        period: periodIn('period', args.period),
        asOf: args.asOf ?? undefined,
        knownAt,
      };
      const scope = scopeOf(asked, context.today);
      const row = await organizationAsked(context, scope.moment, { id: args.under, field: 'under' });
      return { scope, organization: organizationNode(row, scope.moment), counts: new Map() };
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
          organization: await organizationAt(context, scope.moment, organizationId),
        })),
      );
    },
    async transitions(
      { scope }: DashboardNode,
      args: DashboardTransitionsArgs,
      { model }: GatewayContext,
    ): Promise<readonly Transition[]> {
      const [from, to] = [periodIn('from', args.from), periodIn('to', args.to)];
      if (from === undefined || to === undefined) return [];
      return transitions(model, scope, { scheme: args.scheme, from, to });
    },
    /** None: designations come with their own issue. */
    designations(): readonly DesignationCount[] {
      return [];
    },
  },
};

function countsOf(node: DashboardNode, scheme: string, { model }: GatewayContext): Promise<SchemeCounts> {
  const counts = node.counts.get(scheme) ?? gradeCounts(model, node.scope, scheme);
  node.counts.set(scheme, counts);
  return counts;
}
