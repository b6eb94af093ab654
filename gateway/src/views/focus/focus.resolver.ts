import type { Resolvers } from '../../schema/resolvers.ts';
import type { QueryFocusListArgs } from '../../generated/schema.ts';
import { type GatewayContext, organizationAsked } from '../../request/context.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import { focusList } from './focus.lookup.ts';

interface FocusEdge {
  readonly node: BranchNode;
  readonly reasons: readonly string[];
}

export const focusResolvers: Resolvers = {
  Query: {
    async focusList(
      _parent: unknown,
      args: QueryFocusListArgs,
      context: GatewayContext,
    ): Promise<Connection<FocusEdge>> {
      const page = pageOf(args, 20);
      const moment = await context.moment(args);
      await organizationAsked(context, moment, { id: args.under, field: 'under' });
      const { entries, ...rest } = await focusList(context.model, { under: args.under, moment }, page);
      const listing = { ids: entries.map((entry) => entry.branchId), ...rest };
      return connectionOf(listing, page, (branchId, index) => ({
        node: { branchId, moment },
        reasons: (entries[index]?.reasons ?? []).map((reason) => reason[context.language]),
      }));
    },
  },
};
