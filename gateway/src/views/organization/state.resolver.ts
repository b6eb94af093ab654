import { fieldsOf, type Resolvers } from '../../schema/resolvers.ts';
import type { OrganizationNode } from './organization.resolver.ts';
import { type OrganizationState, stateLoader } from './state.lookup.ts';

const reported = [
  'fullMembers',
  'probationaryMembers',
  'committeeElectedOn',
  'termYears',
  'termEndsOn',
  'resultConfirmedOn',
  'committeeSize',
  'cells',
  'secretary',
  'secretaryVacantSince',
  'feature',
  'brand',
  'highlight',
  'revision',
] as const;

/** What was reported of an organization; looked up only where a query asks for it, once for all of it. */
export const stateResolvers: Resolvers = {
  Organization: fieldsOf<OrganizationNode, OrganizationState>(reported, async ({ id, moment }, context) => {
    const state = await stateLoader(context.at(moment)).load(id);
    if (!state) throw new Error(`nothing is known of organization ${id} as of ${moment.asOf}`);
    return state;
  }),
};
