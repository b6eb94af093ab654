import type { Resolvers } from '../../schema/resolvers.ts';
import type { BranchHandedOverArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import { type HandedOverKind, handedOverLoader, type HandedOverRow } from './handed-over.lookup.ts';

const kinds = { VETO: 'veto', ACTIVITY: 'activity', PRIOR_GRADE: 'prior-grade' } as const satisfies Readonly<
  Record<BranchHandedOverArgs['kind'], HandedOverKind>
>;

export const handedOverResolvers: Resolvers = {
  Branch: {
    async handedOver(
      { branchId, moment }: BranchNode,
      { kind, period }: BranchHandedOverArgs,
      context: GatewayContext,
    ): Promise<readonly HandedOverRow[]> {
      return handedOverLoader(context.at(moment)).load({ branchId, kind: kinds[kind], period: period ?? null });
    },
  },
};
