import { type CommandNamed, type GradingEvent, subjectKinds } from '@zhibu/contracts';
import { refusal, refuseIf } from './grading.rules.ts';
import type { ClosureFacts, GradingState, Placement, PlacementFacts } from './grading.state.ts';

type OpenGrading = CommandNamed<'OpenGrading'>['data'];

/** Opens the grading in the round of the branch's committee; anew when the branch was moved and its round is still open. */
export function openGrading(
  { branchId, scheme, period }: OpenGrading,
  state: GradingState,
  facts: ClosureFacts & PlacementFacts,
): GradingEvent[] {
  const { workCommitteeId, round, edition } = inScope(facts.placement);
  if (state.status !== 'not-opened') {
    if (state.assignment.roundId === round.roundId) return [];
    refuseIf(facts.roundClosed, 'ROUND_CLOSED', { roundId: state.assignment.roundId });
  }
  refuseIf(round.closed, 'ROUND_CLOSED', { roundId: round.roundId });
  const { editionId, editionHash } = edition;
  return [
    {
      type: 'GradingOpened',
      data: { branchId, scheme, period, editionId, editionHash, roundId: round.roundId, workCommitteeId },
    },
  ];
}

function inScope(placement: Placement | null) {
  if (!placement) throw refusal('BRANCH_UNKNOWN', { field: 'branchId' });
  const { kind, workCommitteeId, round, sector, form, alive } = placement;
  refuseIf(!subjectKinds.some((subject) => subject === kind), 'NOT_A_BRANCH', { field: 'branchId', kind });
  refuseIf(!alive, 'BRANCH_NOT_ALIVE', { field: 'branchId' });
  refuseIf(form === 'temporary', 'TEMPORARY_NOT_GRADED', { field: 'branchId' });
  if (!workCommitteeId) throw refusal('BRANCH_WITHOUT_COMMITTEE', { field: 'branchId' });
  if (!round) throw refusal('ROUND_NOT_OPEN', { workCommitteeId });
  refuseIf(round.exempt, 'BRANCH_EXEMPT', { field: 'branchId' });
  const { edition } = round;
  if (!edition) throw refusal('BRANCH_OUT_OF_SCOPE', { field: 'branchId', kind, sector });
  return { workCommitteeId, round, edition };
}
