import { type RatingSaid, ratingSays, sameHandWarning } from '@zhibu/contracts';
import { exact, toFixed } from '@zhibu/kernel';
import type { Resolvers } from '../../schema/resolvers.ts';
import type {
  Decision,
  GateReading,
  NextGrade,
  QueryRatingArgs,
  QueryRatingHistoryArgs,
  QueryRatingSpansArgs,
  RaterTotal,
  RatingFinding,
  VetoReading,
} from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { branchAsked } from '../../request/subject-asked.ts';
import { meetsSight } from '../../scope/access.ts';
import type { Moment } from '../moment.ts';
import { type Explanation, explanationLoader } from './explanation.lookup.ts';
import { replacementLoader } from './replacement.lookup.ts';
import { ratingAnswers, ratingHistory, ratingLoader, type RatingRow, type RatingSpanRow } from './rating.lookup.ts';

/** A rating, and the moment at which it was asked for. */
export interface RatingNode extends RatingRow {
  readonly moment: Moment;
}

interface RatingSpanNode extends Omit<RatingSpanRow, 'rating'> {
  readonly rating: RatingNode;
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
      const branch = await branchAsked(context, args.branchId);
      const rows = await ratingHistory(context.model, { branchId: branch.id, scheme: args.scheme }, moment.knownAt);
      const told = rows.filter(({ effectiveFrom, effectiveTo }) => meetsSight(branch, effectiveFrom, effectiveTo));
      return told.map((row) => ratingNode(row, moment));
    },
    async rating(_parent: unknown, args: QueryRatingArgs, context: GatewayContext): Promise<RatingNode | null> {
      const moment = await context.moment({ asOf: args.effectiveOn, knownAt: args.knownAt });
      const { id: branchId } = await branchAsked(context, args.branchId, moment.asOf);
      const row = await ratingLoader(context.at(moment)).load({ branchId, scheme: args.scheme });
      return row ? ratingNode(row, moment) : null;
    },
    async ratingSpans(
      _parent: unknown,
      { branchId, scheme }: QueryRatingSpansArgs,
      context: GatewayContext,
    ): Promise<readonly RatingSpanNode[]> {
      const moment = await context.moment({});
      const branch = await branchAsked(context, branchId);
      const spans = await ratingAnswers(context.model, { branchId: branch.id, scheme });
      const told = spans.filter(({ from, to }) => meetsSight(branch, from, to));
      return told.map((span) => ({ ...span, rating: ratingNode(span.rating, moment) }));
    },
  },
  Rating: {
    decision({ decision }: RatingNode): Omit<Decision, 'ledTo'> {
      const { actor, basis, ...rest } = decision;
      return { ...rest, actor: actor.personId, enteredBy: actor.enteredBy ?? null, basis: basis?.documentNo ?? null };
    },
    async says(node: RatingNode, _args: unknown, context: GatewayContext): Promise<string> {
      const explanation = await explained(node, context);
      return ratingSays(saidOf(node, explanation))[context.language];
    },
    warnings: ({ sameHand }: RatingNode, _args: unknown, context: GatewayContext): readonly string[] =>
      sameHand ? [sameHandWarning[context.language]] : [],
    async replacedBy({ branchId, decision: { eventId }, moment }: RatingNode, _args: unknown, context: GatewayContext) {
      // It may have come on a day that is not for whoever asks.
      const sight = await context.access.sight(branchId);
      return sight?.isToday ? replacementLoader(context.at(moment)).load(eventId) : null;
    },
    async totals(node: RatingNode, _args: unknown, context: GatewayContext): Promise<readonly RaterTotal[]> {
      const { totals } = await explained(node, context);
      return totals.map(({ rater, label, weight, total }) => ({
        rater,
        label,
        weight: toFixed(exact(weight), 2),
        total: toFixed(exact(total), 2),
      }));
    },
    async gates(node: RatingNode, _args: unknown, context: GatewayContext): Promise<readonly GateReading[]> {
      return (await explained(node, context)).gates;
    },
    async vetoes(node: RatingNode, _args: unknown, context: GatewayContext): Promise<readonly VetoReading[]> {
      const { vetoes } = await explained(node, context);
      return vetoes.map(({ veto, says, reason, basis, effectiveOn, eventId }) => ({
        reason: reason ?? veto,
        says,
        basis: basis?.documentNo ?? null,
        effectiveOn,
        eventId,
      }));
    },
    async next(node: RatingNode, _args: unknown, context: GatewayContext): Promise<NextGrade | null> {
      const { next } = await explained(node, context);
      return next && { ...next, blockedBy: next.blockedBy.map(({ says }) => says) };
    },
    async findings(node: RatingNode, _args: unknown, context: GatewayContext): Promise<readonly RatingFinding[]> {
      return (await explained(node, context)).findings.map(({ item, rater, pointsLost, note, evidence }) => ({
        item,
        rater,
        pointsLost,
        note: note ?? null,
        evidence: evidence ?? [],
      }));
    },
  },
};

const explained = ({ computedBy, moment }: RatingNode, context: GatewayContext): Promise<Explanation> =>
  explanationLoader(context.at(moment)).load(computedBy);

function saidOf({ label, score, decision }: RatingNode, explanation: Explanation): RatingSaid {
  return {
    ...explanation,
    label,
    computedLabel: explanation.label ?? undefined,
    score: score ?? undefined,
    isDetermined: decision.type === 'GradeDetermined',
    reason: decision.reason ?? undefined,
    documentNo: decision.basis?.documentNo,
  };
}
