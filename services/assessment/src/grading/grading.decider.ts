import type { CommandNamed, GradingCommand, GradingEvent } from '@zhibu/contracts';
import { decider, type FactsOf, handsOf } from '@zhibu/kernel';
import type { PublishedEdition } from '../edition/edition.state.ts';
import { effectiveDay } from './effect.rules.ts';
import { computeGrade, inputsHash } from './grade.rules.ts';
import { decisionOn, gradeOf, refusal, refuseIf, sameHand, underEdition } from './grading.rules.ts';
import {
  type ClosureFacts,
  evolveGrading,
  type GradedFacts,
  type GradedState,
  type GradingState,
  type GradingUnderEdition,
  type HandFacts,
  initialGrading,
  type LateFacts,
  type MatchFacts,
} from './grading.state.ts';
import { recordDataMatch, recordPoll, recordVeto, submitRating, withdrawVeto } from './input.decider.ts';
import { withStandingMatch } from './match.rules.ts';
import { openGrading } from './opening.decider.ts';
import { correctPriorGrade, recordPriorGrade } from './prior.decider.ts';
import { reassessGrade } from './reassessment.decider.ts';
import { determineGrade, withdrawDetermination } from './superior.decider.ts';

const decide = {
  OpenGrading: openGrading,
  SubmitRating: submitRating,
  RecordPoll: recordPoll,
  RecordDataMatch: recordDataMatch,
  RecordVeto: recordVeto,
  WithdrawVeto: withdrawVeto,
  GradeBranch: gradeBranch,
  DetermineGrade: determineGrade,
  WithdrawDetermination: withdrawDetermination,
  ReviseGrade: reviseGrade,
  ReassessGrade: reassessGrade,
  RecordPriorGrade: recordPriorGrade,
  CorrectPriorGrade: correctPriorGrade,
};

export interface GradingDecision {
  readonly command: GradingCommand;
  readonly state: GradingState;
  readonly event: GradingEvent;
  readonly facts: FactsOf<typeof decide>;
}

export const gradingDecider = decider<GradingDecision>({ initialState: initialGrading, evolve: evolveGrading, decide });

type DataOf<Name extends GradingCommand['name']> = CommandNamed<Name>['data'];

/** The grade follows from the inputs; nobody types it. */
function gradeBranch(
  data: DataOf<'GradeBranch'>,
  state: GradingState,
  facts: GradedFacts & MatchFacts & LateFacts & HandFacts,
): GradingEvent[] {
  const { match, ...under } = withStandingMatch(underEdition(state, facts), facts);
  const { grading, edition } = under;
  if (alreadyGraded(data, under)) return [];
  if (grading.status === 'graded') refuseDecided(grading, edition, facts);
  refuseIf(facts.roundClosed, 'ROUND_CLOSED', { roundId: grading.assignment.roundId });
  const kept = grading.status === 'graded' ? grading.computed.decision.effectiveOn : null;
  const effectiveOn = effectiveDay(data.period, data.effectiveOn, { today: facts.today, kept });
  const computed = computeGrade(edition, grading.inputs);
  const decision = decisionOn(under, computed.computedGrade, effectiveOn);
  const hand = sameHand(grading, facts.admittedBy, facts);
  return [...match, { type: 'BranchGraded', data: { ...decision, ...computed, ...hand } }];
}

/** What is confirmed or determined is revised by a person. @throws Refusal ROUND_CLOSED, GRADE_DETERMINED */
function refuseDecided(graded: GradedState, edition: PublishedEdition, { roundClosed }: ClosureFacts): void {
  const determined = graded.determinations.at(-1)?.decision;
  if (!roundClosed && !determined) return;
  const { roundId } = graded.assignment;
  refuseIf(roundClosed, 'ROUND_CLOSED', { roundId, ...revision(graded, edition) });
  refuseIf(determined !== undefined, 'GRADE_DETERMINED', { grade: determined?.grade, ...revision(graded, edition) });
}

/** What ReviseGrade would make of the inputs as they are now, for who must decide on it. */
function revision({ computed: { decision }, determinations, inputs }: GradedState, edition: PublishedEdition) {
  const { score, computedGrade } = computeGrade(edition, inputs);
  const { label } = gradeOf(edition.content, computedGrade);
  const determined = determinations.at(-1)?.decision.label;
  return {
    before: { label: decision.label, score: decision.score },
    after: { label, score },
    ...(determined === undefined ? {} : { determined }),
  };
}

/** The same inputs again record nothing, unless another day of effect is asked for. */
function alreadyGraded({ effectiveOn }: DataOf<'GradeBranch'>, { grading, edition }: GradingUnderEdition): boolean {
  if (grading.status !== 'graded') return false;
  const { decision } = grading.computed;
  if (decision.inputsHash !== inputsHash(edition, grading.inputs)) return false;
  return effectiveOn === undefined || effectiveOn === decision.effectiveOn;
}

/**
 * 更正等次: computes anew from the corrected inputs where GradeBranch no longer does, under a determination and after the
 * closing. It takes the days of the computed decision that it corrects, and a determination stays.
 */
function reviseGrade(data: DataOf<'ReviseGrade'>, state: GradingState, facts: GradedFacts & HandFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  if (grading.status !== 'graded') throw refusal('GRADE_NOT_COMPUTED');
  const { computed: before, determinations } = grading;
  refuseIf(!facts.roundClosed && determinations.length === 0, 'GRADE_NOT_DECIDED');
  const computed = computeGrade(edition, grading.inputs);
  if (before.decision.inputsHash === computed.inputsHash) return [];
  const { reason, basis } = data;
  const decision = decisionOn({ grading, edition }, computed.computedGrade, before.decision.effectiveOn);
  const hand = sameHand(grading, facts.roundClosed ? handsOf(facts.actor) : [], facts);
  return [
    { type: 'GradeRevised', data: { ...decision, ...computed, ...hand, corrects: before.eventId, reason, basis } },
  ];
}
