import { designationEvents, reviewOutcomeWords, reviewStepWords } from '@zhibu/contracts';
import type { DesignationApplication, DesignationReview } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { DesignationNode } from './designation.view.ts';

const { DesignationApplied, ApplicationReviewed } = designationEvents;
/** By which steps an application is over: what comes after is another one. */
const ENDS: ReadonlySet<string> = new Set([
  'ApplicationWithdrawn',
  'ApplicationRejected',
  'DesignationRevoked',
  'DesignationExpired',
]);

/** The steps of what was applied for last: a returned application that is sent again is the same one. */
function stepsOfApplication({ steps }: DesignationNode): DesignationNode['steps'] {
  const applied = steps.findLastIndex(({ type }) => type === DesignationApplied.type);
  const ended = steps.findLastIndex(({ type }, index) => index < applied && ENDS.has(type));
  return applied === -1 ? [] : steps.slice(ended + 1);
}

/** 申报: what was applied for last, and how it was reviewed. */
export const applicationResolvers: Resolvers = {
  Designation: {
    application(node: DesignationNode): DesignationApplication | null {
      const applied = stepsOfApplication(node).findLast(({ type }) => type === DesignationApplied.type);
      if (!applied) return null;
      const { effectiveOn, recommendation, statement } = DesignationApplied.schema.parse(applied.said);
      return { appliedOn: effectiveOn, recommendation: recommendation.documentNo, statement: statement ?? null };
    },
    reviews: (node: DesignationNode, _: unknown, { language }: GatewayContext): readonly DesignationReview[] =>
      stepsOfApplication(node)
        .filter(({ type }) => type === ApplicationReviewed.type)
        .map(({ said }) => ApplicationReviewed.schema.parse(said))
        .map(({ step, outcome, effectiveOn, basis, note, items, answerBy, acceptance }) => ({
          step,
          label: reviewStepWords[step][language],
          outcome,
          outcomeLabel: reviewOutcomeWords[outcome][language],
          reviewedOn: effectiveOn,
          basis: basis?.documentNo ?? null,
          note: note ?? null,
          items: items ?? [],
          answerBy: answerBy ?? null,
          acceptedOn: acceptance?.passedOn ?? null,
        })),
  },
};
