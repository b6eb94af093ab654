import { roundId } from '@zhibu/contracts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { QueryRoundArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { roundById, type RoundRow } from './round.lookup.ts';

export const roundResolvers: Resolvers = {
  Query: {
    async round(_parent: unknown, asked: QueryRoundArgs, { model }: GatewayContext): Promise<RoundRow | null> {
      return (await roundById(model, roundId(asked))) ?? null;
    },
  },
};
