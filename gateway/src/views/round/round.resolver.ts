import { roundId } from '@zhibu/contracts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { QueryEditionArgs, QueryRoundArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { editionById, type EditionRow, roundById, type RoundRow } from './round.lookup.ts';

export const roundResolvers: Resolvers = {
  Query: {
    async edition(_parent: unknown, { id }: QueryEditionArgs, { model }: GatewayContext): Promise<EditionRow | null> {
      return (await editionById(model, id)) ?? null;
    },
    async round(_parent: unknown, asked: QueryRoundArgs, { model }: GatewayContext): Promise<RoundRow | null> {
      return (await roundById(model, roundId(asked))) ?? null;
    },
  },
};
