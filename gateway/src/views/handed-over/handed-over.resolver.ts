import type { Resolvers } from '../../schema/resolvers.ts';
import type { BranchHandedOverArgs } from '../../generated/schema.ts';
import { dayOf } from '@zhibu/kernel';
import type { GatewayContext } from '../../request/context.ts';
import { isSeenOn } from '../../scope/access.ts';
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
      const rows = await handedOverLoader(context.at(moment)).load({
        branchId,
        kind: kinds[kind],
        period: period ?? null,
      });
      const sight = await context.access.sight(branchId);
      return rows.filter(({ recordedAt }) => sight && isSeenOn(sight, dayOf(Date.parse(recordedAt))));
    },
  },
};
