import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { contentHash, type Decider, firstDayOf, lastDayOf, Refusal, refuseIf } from '@zhibu/kernel';
import { computeGrade, gradeOf, inputsHash } from './grade.rules.ts';
import {
  evolveGrading,
  type GradingFacts,
  type GradingState,
  type GradingUnderEdition,
  initialGrading,
} from './grading.state.ts';
import { recordDataMatch, recordPoll, recordVeto, submitRating, withdrawVeto } from './input.decider.ts';
import { knownBranch, openGrading } from './opening.decider.ts';

export interface GradingDecision {
  readonly command: GradingCommand;
  readonly state: GradingState;
  readonly event: GradingEvent;
  readonly facts: GradingFacts;
}

type DataOf<Name extends GradingCommand['name']> = Extract<GradingCommand, { name: Name }>['data'];

export const gradingDecider: Decider<GradingDecision> = {
  initialState: initialGrading,
  evolve: evolveGrading,
  decide: (command, state, facts) => {
    switch (command.name) {
      case 'OpenGrading':
        return openGrading(command.data, state, facts);
      case 'SubmitRating':
        return submitRating(command.data, underEdition(state, facts));
      case 'RecordPoll':
        return recordPoll(command.data, underEdition(state, facts));
      case 'RecordDataMatch':
        return recordDataMatch(command.data, underEdition(state, facts));
      case 'RecordVeto':
        return recordVeto(command.data, underEdition(state, facts));
      case 'WithdrawVeto':
        return withdrawVeto(command.data, underEdition(state, facts));
      case 'GradeBranch':
        return gradeBranch(command.data, underEdition(state, facts), facts);
      case 'DetermineGrade':
        return determineGrade(command.data, underEdition(state, facts));
      case 'ReviseGrade':
        return reviseGrade(command.data, underEdition(state, facts));
      case 'RecordPriorGrade':
        return recordPriorGrade(command.data, state, facts);
    }
  },
};

function underEdition(grading: GradingState, { edition }: GradingFacts): GradingUnderEdition {
  if (grading.status === 'not-opened' || !edition) throw new Refusal('GRADING_NOT_OPENED');
  return { grading, edition };
}

/** The grade follows from the inputs; nobody types it. */
function gradeBranch(data: DataOf<'GradeBranch'>, under: GradingUnderEdition, facts: GradingFacts): GradingEvent[] {
  const { grading, edition } = under;
  if (alreadyGraded(data, under)) return [];
  refuseIf(facts.roundClosed, 'ROUND_CLOSED', { roundId: grading.assignment.roundId });
  if (grading.status === 'graded' && grading.determined)
    throw new Refusal('GRADE_DETERMINED', { grade: grading.determined.grade });
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
function determineGrade(data: DataOf<'DetermineGrade'>, { grading, edition }: GradingUnderEdition): GradingEvent[] {
  if (grading.status !== 'graded') throw new Refusal('GRADE_NOT_COMPUTED');
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
function reviseGrade(data: DataOf<'ReviseGrade'>, { grading, edition }: GradingUnderEdition): GradingEvent[] {
  if (grading.status !== 'graded') throw new Refusal('GRADE_NOT_COMPUTED');
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
function recordPriorGrade(data: DataOf<'RecordPriorGrade'>, state: GradingState, facts: GradingFacts): GradingEvent[] {
  knownBranch(facts.placement);
  if (state.status !== 'not-opened') throw new Refusal('GRADING_ALREADY_OPENED', { roundId: state.assignment.roundId });
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
