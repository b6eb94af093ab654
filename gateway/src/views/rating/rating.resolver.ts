import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Decision, QueryRatingArgs, QueryRatingHistoryArgs, RatingFinding } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Moment } from '../moment.ts';
import { ratingHistory, type RatingRow } from './rating.lookup.ts';

/** A rating, and the moment at which it was asked for. */
export interface RatingNode extends RatingRow {
  readonly moment: Moment;
}

export const ratingNode = (row: RatingRow, moment: Moment): RatingNode => ({ ...row, moment });

@Resolver('Rating')
export class RatingResolver {
  @Query('ratingHistory')
  async ratingHistory(
    @Args() args: QueryRatingHistoryArgs,
    @Context() context: GatewayContext,
  ): Promise<readonly RatingNode[]> {
    const moment = await context.moment({ knownAt: args.knownAt });
    const rows = await ratingHistory(context.model, { branchId: args.branchId, scheme: args.scheme }, moment.knownAt);
    return rows.map((row) => ratingNode(row, moment));
  }

  @Query('rating')
  async rating(@Args() args: QueryRatingArgs, @Context() context: GatewayContext): Promise<RatingNode | null> {
    const moment = await context.moment({ asOf: args.effectiveOn, knownAt: args.knownAt });
    const row = await context.at(moment).rating.load({ branchId: args.branchId, scheme: args.scheme });
    return row ? ratingNode(row, moment) : null;
  }

  @ResolveField('decision')
  decision(@Parent() { decision }: RatingNode): Omit<Decision, 'ledTo'> {
    const { actor, basis, ...rest } = decision;
    return { ...rest, actor: actor.personId, basis: basis?.documentNo ?? null };
  }

  @ResolveField('findings')
  findings(
    @Parent() { decision, moment }: RatingNode,
    @Context() context: GatewayContext,
  ): Promise<readonly RatingFinding[]> {
    return context.at(moment).ratingFindings.load(decision.eventId);
  }
}
