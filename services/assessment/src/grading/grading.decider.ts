import type { CommandNamed, GradingCommand, GradingEvent } from '@zhibu/contracts';
import { contentHash, decider, type FactsOf, firstDayOf, lastDayOf } from '@zhibu/kernel';
import { computeGrade, gradeOf, inputsHash } from './grade.rules.ts';
import { knownBranch, refusal, refuseIf, underEdition } from './grading.rules.ts';
import {
  type ClosureFacts,
  type EditionFacts,
  evolveGrading,
  type GradingState,
  type GradingUnderEdition,
  initialGrading,
  type PlacementFacts,
} from './grading.state.ts';
import { recordDataMatch, recordPoll, recordVeto, submitRating, withdrawVeto } from './input.decider.ts';
import { openGrading } from './opening.decider.ts';

const decide = {
  OpenGrading: openGrading,
  SubmitRating: submitRating,
  RecordPoll: recordPoll,
  RecordDataMatch: recordDataMatch,
  RecordVeto: recordVeto,
  WithdrawVeto: withdrawVeto,
  GradeBranch: gradeBranch,
  DetermineGrade: determineGrade,
  ReviseGrade: reviseGrade,
  RecordPriorGrade: recordPriorGrade,
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
  facts: EditionFacts & ClosureFacts,
): GradingEvent[] {
  const under = underEdition(state, facts);
  const { grading, edition } = under;
  if (alreadyGraded(data, under)) return [];
  refuseIf(facts.roundClosed, 'ROUND_CLOSED', { roundId: grading.assignment.roundId });
  if (grading.status === 'graded' && grading.determined)
    throw refusal('GRADE_DETERMINED', { grade: grading.determined.grade });
  const computed = computeGrade(edition, grading.inputs);
  return [
    { type: 'BranchGraded', data: { ...decision(under, computed.computedGrade, effectiveFrom(data)), ...computed } },
  ];
}

/** The same inputs again record nothing, unless another day of effect is asked for. */
function alreadyGraded({ effectiveOn }: DataOf<'GradeBranch'>, { grading, edition }: GradingUnderEdition): boolean {
  if (grading.status !== 'graded' || grading.computed.inputsHash !== inputsHash(edition, grading.inputs)) return false;
  return effectiveOn === undefined || effectiveOn === grading.computed.effectiveOn;
}

/** A superior decides otherwise: the computed grade stays visible beside it. */
function determineGrade(data: DataOf<'DetermineGrade'>, state: GradingState, facts: EditionFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  if (grading.status !== 'graded') throw refusal('GRADE_NOT_COMPUTED');
  const { computedGrade, score, inputsHash: hash } = grading.computed;
  const { reason, basis } = data;
  const determined: GradingEvent = {
    type: 'GradeDetermined',
    data: {
      ...decision({ grading, edition }, data.grade, effectiveFrom(data)),
      computedGrade,
      score,
      inputsHash: hash,
      reason,
      basis,
    },
  };
  return same(determined.data, grading.determined) ? [] : [determined];
}

/** 修正等次: computes anew from the corrected inputs, also after the round is closed, also with effect in the past. */
function reviseGrade(data: DataOf<'ReviseGrade'>, state: GradingState, facts: EditionFacts): GradingEvent[] {
  const { grading, edition } = underEdition(state, facts);
  if (grading.status !== 'graded') throw refusal('GRADE_NOT_COMPUTED');
  const effectiveOn = effectiveFrom(data);
  const { computed: before, determined } = grading;
  const computed = computeGrade(edition, grading.inputs);
  if (!determined && before.inputsHash === computed.inputsHash && before.effectiveOn === effectiveOn) return [];
  const { reason, basis } = data;
  return [
    {
      type: 'GradeRevised',
      data: { ...decision({ grading, edition }, computed.computedGrade, effectiveOn), ...computed, reason, basis },
    },
  ];
}

/** Takes in a decision from before the platform; a correction of it is a new fact. */
function recordPriorGrade(
  data: DataOf<'RecordPriorGrade'>,
  state: GradingState,
  facts: PlacementFacts,
): GradingEvent[] {
  knownBranch(facts.placement);
  if (state.status !== 'not-opened') throw refusal('GRADING_ALREADY_OPENED', { roundId: state.assignment.roundId });
  const prior = { ...data, effectiveOn: effectiveFrom(data) };
  return same(prior, state.prior) ? [] : [{ type: 'PriorGradeRecorded', data: prior }];
}

function decision({ grading: { assignment }, edition }: GradingUnderEdition, code: string, effectiveOn: string) {
  const { label, standing, focus = false } = gradeOf(edition.content, code);
  return { ...assignment, grade: code, label, standing, focus, effectiveOn };
}

/** The last day of the period, unless the command says otherwise. @throws Refusal EFFECTIVE_BEFORE_PERIOD */
function effectiveFrom({
  period,
  effectiveOn = lastDayOf(period),
}: {
  readonly period: string;
  readonly effectiveOn?: string | undefined;
}): string {
  refuseIf(effectiveOn < firstDayOf(period), 'EFFECTIVE_BEFORE_PERIOD', {
    field: 'effectiveOn',
    effectiveOn,
    periodBegins: firstDayOf(period),
  });
  return effectiveOn;
}

const same = (before: unknown, now: unknown): boolean => contentHash(before) === contentHash(now);
