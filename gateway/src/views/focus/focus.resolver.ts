import type { Resolvers } from '../../schema/resolvers.ts';
import type { QueryFocusListArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { subtreeAsked } from '../../request/subject-asked.ts';
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
      const under = await subtreeAsked(context, moment, args.under);
      const { entries, ...rest } = await focusList(context.model, { under, moment }, page);
      const listing = { ids: entries.map((entry) => entry.branchId), ...rest };
      return connectionOf(listing, page, (branchId, index) => ({
        node: { branchId, moment },
        reasons: (entries[index]?.reasons ?? []).map((reason) => reason[context.language]),
      }));
    },
  },
};
