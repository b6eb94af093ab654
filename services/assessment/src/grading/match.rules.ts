import type { GradingEvent } from '@zhibu/contracts';
import { same } from './grading.rules.ts';
import type { ClosureFacts, GradingUnderEdition, MatchFacts } from './grading.state.ts';
import { differs, measureOf } from './measure.rules.ts';

/**
 * The grading with the standing match among its inputs, and the event that takes it over: where a gate asks for one, the
 * grading has none of its own, and the standing one is not the one it took already. Once its round is closed or a superior
 * has determined otherwise, a later match is no input of it any more.
 */
export function withStandingMatch(
  under: GradingUnderEdition,
  { standingMatch, roundClosed }: MatchFacts & ClosureFacts,
): GradingUnderEdition & { readonly match: readonly GradingEvent[] } {
  const { grading, edition } = under;
  const { dataMatch } = grading.inputs;
  if (!standingMatch || roundClosed || !takesStanding(under)) return { ...under, match: [] };
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

function takesStanding({ grading, edition }: GradingUnderEdition): boolean {
  const { dataMatch } = grading.inputs;
  const asks = edition.content.gates.some(({ measure }) => measureOf(measure)?.needs === 'dataMatch');
  const isDetermined = grading.status === 'graded' && grading.determinations.length > 0;
  return asks && !isDetermined && (dataMatch === null || dataMatch.standing === true);
}
