import { Refusal } from '@zhibu/kernel';
import { period } from '@zhibu/contracts';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type {
  DashboardByChildArgs,
  DashboardGradesArgs,
  DashboardTransitionsArgs,
  DashboardUngradedArgs,
  DesignationCount,
  GradeCount,
  ProblemCounts,
  QueryDashboardArgs,
  Transition,
} from '../../generated/schema.ts';
import { type GatewayContext, organizationAsked } from '../../request/context.ts';
import { organizationAt, organizationNode, type OrganizationNode } from '../organization/organization.resolver.ts';
import { problemCounts } from '../problem/problem-count.lookup.ts';
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

@Resolver('Dashboard')
export class DashboardResolver {
  @Query('dashboard')
  async dashboard(@Args() args: QueryDashboardArgs, @Context() context: GatewayContext): Promise<DashboardNode> {
    const knownAt = await context.known(args.knownAt);
    const asked = { under: args.under, period: periodIn('period', args.period), asOf: args.asOf ?? undefined, knownAt };
    const scope = scopeOf(asked, context.today);
    const row = await organizationAsked(context, scope.moment, { id: args.under, field: 'under' });
    return { scope, organization: organizationNode(row, scope.moment), counts: new Map() };
  }

  @ResolveField('under')
  under(@Parent() { organization }: DashboardNode): OrganizationNode {
    return organization;
  }

  @ResolveField('branches')
  branches(@Parent() { scope }: DashboardNode, @Context() { model }: GatewayContext): Promise<number> {
    return branchCount(model, scope);
  }

  @ResolveField('grades')
  async grades(
    @Parent() node: DashboardNode,
    @Args() { scheme }: DashboardGradesArgs,
    @Context() context: GatewayContext,
  ): Promise<readonly GradeCount[]> {
    return (await countsOf(node, scheme, context)).grades;
  }

  @ResolveField('ungraded')
  async ungraded(
    @Parent() node: DashboardNode,
    @Args() { scheme }: DashboardUngradedArgs,
    @Context() context: GatewayContext,
  ): Promise<number> {
    return (await countsOf(node, scheme, context)).ungraded;
  }

  @ResolveField('byChild')
  async byChild(
    @Parent() { scope }: DashboardNode,
    @Args() { scheme }: DashboardByChildArgs,
    @Context() context: GatewayContext,
  ): Promise<readonly ChildNode[]> {
    const children = await childCounts(context.model, scope, scheme);
    return Promise.all(
      children.map(async ({ organizationId, ...counts }) => ({
        ...counts,
        organization: await organizationAt(context, scope.moment, organizationId),
      })),
    );
  }

  @ResolveField('transitions')
  async transitions(
    @Parent() { scope }: DashboardNode,
    @Args() args: DashboardTransitionsArgs,
    @Context() { model }: GatewayContext,
  ): Promise<readonly Transition[]> {
    const [from, to] = [periodIn('from', args.from), periodIn('to', args.to)];
    if (from === undefined || to === undefined) return [];
    return transitions(model, scope, { scheme: args.scheme, from, to });
  }

  /** None: designations come with their own issue. */
  @ResolveField('designations')
  designations(): readonly DesignationCount[] {
    return [];
  }

  @ResolveField('problems')
  problems(@Parent() { scope }: DashboardNode, @Context() { model }: GatewayContext): Promise<ProblemCounts> {
    return problemCounts(model, scope.under, scope.moment);
  }
}

function countsOf(node: DashboardNode, scheme: string, { model }: GatewayContext): Promise<SchemeCounts> {
  const counts = node.counts.get(scheme) ?? gradeCounts(model, node.scope, scheme);
  node.counts.set(scheme, counts);
  return counts;
}

function periodIn(field: string, value: string | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (period.safeParse(value).success) return value;
  throw new Refusal('INPUT_INVALID', { errors: [{ field, problem: 'is not a year (YYYY)' }] });
}
