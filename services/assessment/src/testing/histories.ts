import { type GradingCommand, type GradingEvent, gradingEvents, isOneOf } from '@zhibu/contracts';
import { fold } from '@zhibu/kernel';
import { gradingDecider } from '../grading/grading.decider.ts';
import { aStandard, assignmentUnder, factsUnder, type GradingFacts, published, subject } from './examples.ts';

export const edition = published(aStandard());
export const assignment = assignmentUnder(edition);
export const facts = factsUnder(edition);
export const closed = factsUnder(edition, { roundClosed: true });

export const opened: GradingEvent = { type: 'GradingOpened', data: assignment };
export const rated = (rater: string, deduction: string): GradingEvent => ({
  type: 'RatingSubmitted',
  data: { ...subject, rater, entries: [{ item: 'T1', deduction }] },
});
export const polled = (yes: number): GradingEvent => ({
  type: 'PollRecorded',
  data: { ...subject, ballots: 10, answers: { yes, no: 10 - yes } },
});
export const matched: GradingEvent = {
  type: 'DataMatchRecorded',
  data: { ...subject, source: '智慧党建', fields: [], mismatches: [] },
};
/** Every input that the grade rests on, once. */
export const complete: readonly GradingEvent[] = [opened, rated('own', '4'), rated('above', '10'), polled(10), matched];

export const gradeBranch: GradingCommand = { name: 'GradeBranch', data: subject };

/** What a command leads to after a history, for the events of the next step. */
export const decided = (
  history: readonly GradingEvent[],
  command: GradingCommand,
  given: GradingFacts = facts,
): readonly GradingEvent[] => gradingDecider.decide(command, fold(gradingDecider, history), given);

/** A history with the grade computed at its end. */
export const graded = (history: readonly GradingEvent[]): readonly GradingEvent[] => [
  ...history,
  ...decided(history, gradeBranch),
];

/** The hash of the inputs that the last computed grade of a history rests on. */
export function hashedInputs(history: readonly GradingEvent[]): string {
  const last = history.filter(isOneOf(gradingEvents.BranchGraded)).at(-1);
  if (!last) throw new Error('no grade is computed in this history');
  return last.data.inputsHash;
}
