import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GatewayContext } from '../../request/context.ts';
import type { OrganizationNode } from './organization.resolver.ts';
import type { OrganizationState } from './state.lookup.ts';

type Reported<Field extends keyof OrganizationState> = Promise<OrganizationState[Field]>;

/** What was reported of an organization; looked up only where a query asks for it, once for all of it. */
@Resolver('Organization')
export class StateResolver {
  @ResolveField('fullMembers')
  async fullMembers(@Parent() node: OrganizationNode, @Context() context: GatewayContext): Reported<'fullMembers'> {
    return (await stateOf(node, context)).fullMembers;
  }

  @ResolveField('probationaryMembers')
  async probationaryMembers(
    @Parent() node: OrganizationNode,
    @Context() context: GatewayContext,
  ): Reported<'probationaryMembers'> {
    return (await stateOf(node, context)).probationaryMembers;
  }

  @ResolveField('committeeElectedOn')
  async committeeElectedOn(
    @Parent() node: OrganizationNode,
    @Context() context: GatewayContext,
  ): Reported<'committeeElectedOn'> {
    return (await stateOf(node, context)).committeeElectedOn;
  }

  @ResolveField('termYears')
  async termYears(@Parent() node: OrganizationNode, @Context() context: GatewayContext): Reported<'termYears'> {
    return (await stateOf(node, context)).termYears;
  }

  @ResolveField('secretary')
  async secretary(@Parent() node: OrganizationNode, @Context() context: GatewayContext): Reported<'secretary'> {
    return (await stateOf(node, context)).secretary;
  }

  @ResolveField('secretaryVacantSince')
  async secretaryVacantSince(
    @Parent() node: OrganizationNode,
    @Context() context: GatewayContext,
  ): Reported<'secretaryVacantSince'> {
    return (await stateOf(node, context)).secretaryVacantSince;
  }

  @ResolveField('feature')
  async feature(@Parent() node: OrganizationNode, @Context() context: GatewayContext): Reported<'feature'> {
    return (await stateOf(node, context)).feature;
  }

  @ResolveField('brand')
  async brand(@Parent() node: OrganizationNode, @Context() context: GatewayContext): Reported<'brand'> {
    return (await stateOf(node, context)).brand;
  }

  @ResolveField('highlight')
  async highlight(@Parent() node: OrganizationNode, @Context() context: GatewayContext): Reported<'highlight'> {
    return (await stateOf(node, context)).highlight;
  }

  @ResolveField('revision')
  async revision(@Parent() node: OrganizationNode, @Context() context: GatewayContext): Reported<'revision'> {
    return (await stateOf(node, context)).revision;
  }
}

async function stateOf({ id, moment }: OrganizationNode, context: GatewayContext): Promise<OrganizationState> {
  const state = await context.at(moment).state.load(id);
  if (!state) throw new Error(`nothing is known of organization ${id} as of ${moment.asOf}`);
  return state;
}
