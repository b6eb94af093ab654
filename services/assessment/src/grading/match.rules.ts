import type { GradingEvent } from '@zhibu/contracts';
import { same } from './grading.rules.ts';
import type { GradingUnderEdition, MatchFacts } from './grading.state.ts';
import { differs, measureOf } from './measure.rules.ts';

/**
 * The grading with the standing match among its inputs, and the event that takes it over: where a gate asks for one, the
 * grading has none of its own, and the standing one is not the one it took already.
 */
export function withStandingMatch(
  under: GradingUnderEdition,
  { standingMatch }: MatchFacts,
): GradingUnderEdition & { readonly match: readonly GradingEvent[] } {
  const { grading, edition } = under;
  const { dataMatch } = grading.inputs;
  const asks = edition.content.gates.some(({ measure }) => measureOf(measure)?.needs === 'dataMatch');
  const hasOwn = dataMatch !== null && !dataMatch.standing;
  if (!standingMatch || !asks || hasOwn) return { ...under, match: [] };
  const { source, fields } = standingMatch;
  const taken = { source, fields, standing: true } as const;
  if (dataMatch && same(dataMatch, taken)) return { ...under, match: [] };
  const { branchId, scheme, period } = grading.assignment;
  const data = { branchId, scheme, period, ...taken, fields: [...fields], mismatches: fields.filter(differs) };
  return {
    edition,
    grading: { ...grading, inputs: { ...grading.inputs, dataMatch: taken } },
    match: [{ type: 'DataMatchRecorded', data }],
  };
}
