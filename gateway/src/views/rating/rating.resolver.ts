import type { Resolvers } from '../../schema/resolvers.ts';
import type { Decision, QueryRatingArgs, QueryRatingHistoryArgs, RatingFinding } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Moment } from '../moment.ts';
import { ratingHistory, type RatingRow, ratingLoader, ratingFindingsLoader } from './rating.lookup.ts';

/** A rating, and the moment at which it was asked for. */
export interface RatingNode extends RatingRow {
  readonly moment: Moment;
}

export const ratingNode = (row: RatingRow, moment: Moment): RatingNode => ({ ...row, moment });

export const ratingResolvers: Resolvers = {
  Query: {
    async ratingHistory(
      _parent: unknown,
      args: QueryRatingHistoryArgs,
      context: GatewayContext,
    ): Promise<readonly RatingNode[]> {
      const moment = await context.moment({ knownAt: args.knownAt });
      const rows = await ratingHistory(context.model, { branchId: args.branchId, scheme: args.scheme }, moment.knownAt);
      return rows.map((row) => ratingNode(row, moment));
    },
    async rating(_parent: unknown, args: QueryRatingArgs, context: GatewayContext): Promise<RatingNode | null> {
      const moment = await context.moment({ asOf: args.effectiveOn, knownAt: args.knownAt });
      const row = await ratingLoader(context.at(moment)).load({ branchId: args.branchId, scheme: args.scheme });
      return row ? ratingNode(row, moment) : null;
    },
  },
  Rating: {
    decision({ decision }: RatingNode): Omit<Decision, 'ledTo'> {
      const { actor, basis, ...rest } = decision;
      return { ...rest, actor: actor.personId, basis: basis?.documentNo ?? null };
    },
    findings(
      { decision, moment }: RatingNode,
      _args: unknown,
      context: GatewayContext,
    ): Promise<readonly RatingFinding[]> {
      return ratingFindingsLoader(context.at(moment)).load(decision.eventId);
    },
  },
};
