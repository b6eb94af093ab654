import type { CommandNamed, GradingEvent } from '@zhibu/contracts';
import { knownBranch, refusal, refuseIf } from './grading.rules.ts';
import type { ClosureFacts, GradingState, Placement, PlacementFacts, PlacementRound } from './grading.state.ts';

type OpenGrading = CommandNamed<'OpenGrading'>['data'];

/** Opens the grading in the round of the branch's committee; anew when the branch was moved and its round is still open. */
export function openGrading(
  { branchId, scheme, period }: OpenGrading,
  state: GradingState,
  facts: ClosureFacts & PlacementFacts,
): GradingEvent[] {
  const { workCommitteeId, round } = inScope(facts.placement);
  if (state.status !== 'not-opened') {
    if (state.assignment.roundId === round.roundId) return [];
    refuseIf(facts.roundClosed, 'ROUND_CLOSED', { roundId: state.assignment.roundId });
  }
  refuseIf(round.closed, 'ROUND_CLOSED', { roundId: round.roundId });
  const { editionId, editionHash } = round.edition;
  return [
    {
      type: 'GradingOpened',
      data: { branchId, scheme, period, editionId, editionHash, roundId: round.roundId, workCommitteeId },
    },
  ];
}

function inScope(placement: Placement | null): { workCommitteeId: string; round: PlacementRound } {
  const { workCommitteeId, round, sector, alive } = knownBranch(placement);
  refuseIf(!alive, 'BRANCH_NOT_ALIVE', { field: 'branchId' });
  if (!workCommitteeId) throw refusal('BRANCH_WITHOUT_COMMITTEE', { field: 'branchId' });
  if (!round) throw refusal('ROUND_NOT_OPEN', { workCommitteeId });
  const asked = round.edition.content.sector;
  refuseIf(sector !== asked, 'BRANCH_OUT_OF_SCOPE', { field: 'branchId', sector, editionSector: asked });
  return { workCommitteeId, round };
}
