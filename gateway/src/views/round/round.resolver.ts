import { roundId } from '@zhibu/contracts';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { QueryEditionArgs, QueryRoundArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { editionById, type EditionRow, roundById, type RoundRow } from './round.lookup.ts';

@Resolver('Round')
export class RoundResolver {
  @Query('edition')
  async edition(@Args() { id }: QueryEditionArgs, @Context() { model }: GatewayContext): Promise<EditionRow | null> {
    return (await editionById(model, id)) ?? null;
  }

  @Query('round')
  async round(@Args() asked: QueryRoundArgs, @Context() { model }: GatewayContext): Promise<RoundRow | null> {
    return (await roundById(model, roundId(asked))) ?? null;
  }
}
