import { roundStepWords } from '@zhibu/contracts';
import type { LostItem, RoundStep } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import { editionById, type EditionRow } from '../edition/edition.lookup.ts';
import type { RoundRow } from './round.rules.ts';

/** By what a round grades, in which steps, and where most points were lost. */
export const roundTermsResolvers: Resolvers = {
  Round: {
    /** Those that it was opened under, and that were added since, in that order. */
    async editions(round: RoundRow, _args: unknown, { model }: GatewayContext): Promise<readonly EditionRow[]> {
      const found = await Promise.all(round.editions.map(({ editionId }) => editionById(model, editionId)));
      return found.flatMap((edition) => edition ?? []);
    },
    steps: ({ opened }: RoundRow, _args: unknown, { language }: GatewayContext): readonly RoundStep[] =>
      opened.steps.map(({ step, from, to }) => ({
        step,
        label: roundStepWords[step][language],
        from: from ?? null,
        to,
      })),
    lostMost: ({ closed }: RoundRow): readonly LostItem[] =>
      (closed?.lostMost ?? []).map(({ text, ...lost }) => ({ ...lost, says: text })),
  },
};
