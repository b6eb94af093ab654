import { expect, it } from '@jest/globals';
import { type GradingCommand, type GradingEvent, gradingEvents, isOneOf } from '@zhibu/contracts';
import { fold } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import {
  aPlacement,
  aStandard,
  assignmentUnder,
  basis,
  factsUnder,
  type GradingFacts,
  published,
  subject,
} from '../testing/examples.ts';
import { gradingDecider } from './grading.decider.ts';
import type { Placement } from './grading.state.ts';

const grading = specification(gradingDecider);
const edition = published(aStandard());
const assignment = assignmentUnder(edition);
const facts = factsUnder(edition);
const closed = factsUnder(edition, { roundClosed: true });

const opened: GradingEvent = { type: 'GradingOpened', data: assignment };
const rated = (rater: string, deduction: string): GradingEvent => ({
  type: 'RatingSubmitted',
  data: { ...subject, rater, entries: [{ item: 'T1', deduction }] },
});
const polled = (yes: number): GradingEvent => ({
  type: 'PollRecorded',
  data: { ...subject, ballots: 10, answers: { yes, no: 10 - yes } },
});
const matched: GradingEvent = {
  type: 'DataMatchRecorded',
  data: { ...subject, source: '智慧党建', fields: [], mismatches: [] },
};
const complete = [opened, rated('own', '4'), rated('above', '10'), polled(10), matched];
const vetoed: GradingEvent = { type: 'VetoRecorded', data: { ...subject, veto: 'Z2' } };

const gradeBranch: GradingCommand = { name: 'GradeBranch', data: subject };
const determine = (grade: string): GradingCommand => ({
  name: 'DetermineGrade',
  data: { ...subject, grade, reason: '群众反映', basis },
});
const revise: GradingCommand = { name: 'ReviseGrade', data: { ...subject, reason: '更正', basis } };
const prior: GradingCommand = { name: 'RecordPriorGrade', data: { ...subject, grade: '优', basis, source: '台账' } };

/** What a command leads to after a history, for the events of the next step. */
const decided = (
  history: readonly GradingEvent[],
  command: GradingCommand,
  given: GradingFacts = facts,
): GradingEvent[] => [...gradingDecider.decide(command, fold(gradingDecider, history), given)];
const graded = (history: readonly GradingEvent[]): GradingEvent[] => [...history, ...decided(history, gradeBranch)];

it('opens the grading in the round of the branch’s committee, under its edition', () => {
  const open: GradingCommand = { name: 'OpenGrading', data: subject };
  grading
    .given()
    .when(open, factsUnder(null, { placement: aPlacement(edition) }))
    .then(opened);
  grading
    .given(opened)
    .when(open, factsUnder(edition, { placement: aPlacement(edition) }))
    .thenNothing();
});

it.each<[string, Partial<Placement> | null, string]>([
  ['an unknown branch', null, 'BRANCH_UNKNOWN'],
  ['an organization that is no branch', { kind: 'unit' }, 'NOT_A_BRANCH'],
  ['a branch not alive on the period’s last day', { alive: false }, 'BRANCH_NOT_ALIVE'],
  ['a branch under no work committee', { workCommitteeId: null, round: null }, 'BRANCH_WITHOUT_COMMITTEE'],
  ['a branch whose committee has opened no round', { round: null }, 'ROUND_NOT_OPEN'],
  ['a branch of another sector', { sector: 'village' }, 'BRANCH_OUT_OF_SCOPE'],
  ['a branch without a sector', { sector: null }, 'BRANCH_OUT_OF_SCOPE'],
  ['a branch whose round is closed', { round: { roundId: 'W-stars-2022', closed: true, edition } }, 'ROUND_CLOSED'],
])('refuses to open the grading of %s', (_what, placement, code) => {
  const given = factsUnder(null, { placement: placement && aPlacement(edition, placement) });
  grading.given().when({ name: 'OpenGrading', data: subject }, given).thenRefused(code);
});

it('opens anew in the round of another committee that the branch was moved to, unless the former one is closed', () => {
  const moved = aPlacement(edition, {
    workCommitteeId: 'V',
    round: { roundId: 'V-stars-2022', closed: false, edition },
  });
  const open: GradingCommand = { name: 'OpenGrading', data: subject };
  const again: GradingEvent = {
    type: 'GradingOpened',
    data: { ...assignment, roundId: 'V-stars-2022', workCommitteeId: 'V' },
  };
  grading
    .given(...complete)
    .when(open, factsUnder(edition, { placement: moved }))
    .then(again);
  grading
    .given(...complete)
    .when(open, factsUnder(edition, { placement: moved, roundClosed: true }))
    .thenRefused('ROUND_CLOSED');
  expect(decided([...complete, again], gradeBranch)).toMatchObject([
    { data: { roundId: 'V-stars-2022', workCommitteeId: 'V' } },
  ]);
});

it('grades with everything that led there', () => {
  const { inputsHash } = gradingHash(graded(complete));
  grading
    .given(...complete)
    .when(gradeBranch, facts)
    .then({
      type: 'BranchGraded',
      data: {
        ...assignment,
        grade: 'three',
        label: '三星',
        standing: 'leading',
        focus: true,
        effectiveOn: '2022-12-31',
        score: '94.00',
        computedGrade: 'three',
        scoreGrade: 'three',
        totals: [
          { rater: 'own', weight: '0.25', total: '96' },
          { rater: 'crowd', weight: '0.25', total: '100' },
          { rater: 'above', weight: '0.5', total: '90' },
        ],
        decidedBy: { kind: 'score', codes: [] },
        gatesInVain: [],
        next: null,
        findings: [
          { item: 'T1', aspect: 'tidy', rater: 'own', pointsLost: '4' },
          { item: 'T1', aspect: 'tidy', rater: 'above', pointsLost: '10' },
        ],
        inputsHash,
      },
    });
});

it('caps points lost at the item’s points', () => {
  const lost = [opened, rated('own', '4'), rated('above', '45'), polled(10), matched];
  expect(decided(lost, gradeBranch)).toMatchObject([
    { data: { score: '79.00', findings: [{ pointsLost: '4' }, { pointsLost: '40' }] } },
  ]);
});

it('lets a gate cap the grade, strictly beyond its bound, and says what the next grade would have needed', () => {
  const satisfied = [opened, rated('own', '0'), rated('above', '0'), matched];
  expect(decided([...satisfied, polled(8)], gradeBranch)).toMatchObject([
    { data: { grade: 'three', decidedBy: { kind: 'score' } } },
  ]);
  expect(decided([...satisfied, polled(7)], gradeBranch)).toMatchObject([
    {
      data: {
        score: '92.50',
        scoreGrade: 'three',
        grade: 'two',
        decidedBy: { kind: 'gate', codes: ['A'] },
        gatesInVain: [],
        next: {
          grade: 'three',
          label: '三星',
          pointsShort: '0',
          blockedBy: [{ kind: 'gate', code: 'A', measured: '0.7000', bound: '< 0.8' }],
        },
      },
    },
  ]);
});

it('names the gates that held without lowering anything', () => {
  const poor = [opened, rated('own', '40'), rated('above', '40'), polled(5), matched];
  expect(decided(poor, gradeBranch)).toMatchObject([
    {
      data: {
        score: '57.50',
        grade: 'one',
        decidedBy: { kind: 'score', codes: [] },
        gatesInVain: ['A'],
        next: { grade: 'two', pointsShort: '2.5', blockedBy: [] },
      },
    },
  ]);
});

it('gives the last grade under any veto, and the computed one once it is withdrawn', () => {
  const before = graded([...complete, vetoed]);
  expect(before.at(-1)).toMatchObject({
    data: {
      grade: 'one',
      scoreGrade: 'three',
      standing: 'lagging',
      decidedBy: { kind: 'veto', codes: ['Z2'] },
      next: { grade: 'two', pointsShort: '0', blockedBy: [{ kind: 'veto', code: 'Z2', says: '长期停摆' }] },
    },
  });
  const withdrawn: GradingEvent = { type: 'VetoWithdrawn', data: { ...subject, veto: 'Z2', reason: '查无此事' } };
  expect(decided([...before, withdrawn], gradeBranch)).toMatchObject([
    { type: 'BranchGraded', data: { grade: 'three' } },
  ]);
});

it('names every input of a weighted rater and of a gate that is missing', () => {
  expect(() => decided([opened, rated('own', '1')], gradeBranch)).toThrow(
    expect.objectContaining({ code: 'INPUTS_MISSING', details: { missing: ['poll', 'rating:above', 'data-match'] } }),
  );
});

it('asks nothing of a rater without weight', () => {
  const [own, ...others] = edition.content.raters;
  const lopsided = published(
    aStandard({
      raters: [own, ...others]
        .flatMap((rater) => rater ?? [])
        .map((rater) =>
          rater.code === 'own' ? { ...rater, weight: 0 } : rater.code === 'above' ? { ...rater, weight: 0.75 } : rater,
        ),
    }),
  );
  const history = [opened, rated('above', '0'), polled(10), matched];
  expect(decided(history, gradeBranch, factsUnder(lopsided))).toMatchObject([{ data: { score: '100.00' } }]);
});

it('records nothing for the same inputs again, also after the round is closed', () => {
  grading
    .given(...graded(complete))
    .when(gradeBranch, facts)
    .thenNothing();
  grading
    .given(...graded(complete), rated('own', '4'))
    .when(gradeBranch, closed)
    .thenNothing();
});

it('grades anew when inputs changed before the round is closed, and not after', () => {
  const corrected = [...graded(complete), rated('above', '20')];
  expect(decided(corrected, gradeBranch)).toMatchObject([
    { type: 'BranchGraded', data: { score: '89.00', grade: 'two' } },
  ]);
  grading
    .given(...corrected)
    .when(gradeBranch, closed)
    .thenRefused('ROUND_CLOSED');
});

it('lets a superior determine otherwise, the computed grade staying visible', () => {
  const before = graded(complete);
  const determined: GradingEvent = {
    type: 'GradeDetermined',
    data: {
      ...assignment,
      grade: 'two',
      label: '二星',
      standing: 'ordinary',
      focus: false,
      effectiveOn: '2022-12-31',
      computedGrade: 'three',
      score: '94.00',
      inputsHash: gradingHash(before).inputsHash,
      reason: '群众反映',
      basis,
    },
  };
  grading
    .given(...before)
    .when(determine('two'), facts)
    .then(determined);
  grading
    .given(...before, determined)
    .when(determine('two'), facts)
    .thenNothing();
  grading
    .given(...before, determined)
    .when(gradeBranch, facts)
    .thenNothing();
  grading
    .given(...before, determined, rated('above', '20'))
    .when(gradeBranch, facts)
    .thenRefused('GRADE_DETERMINED');
});

it('revises after the round is closed: computed anew, with effect in the past if told so', () => {
  const corrected = [...graded(complete), rated('above', '20')];
  expect(
    decided(
      corrected,
      { name: 'ReviseGrade', data: { ...revise.data, reason: '更正', basis, effectiveOn: '2022-07-01' } },
      closed,
    ),
  ).toMatchObject([
    { type: 'GradeRevised', data: { score: '89.00', grade: 'two', effectiveOn: '2022-07-01', reason: '更正', basis } },
  ]);
});

it('revises what a superior had determined, and then records nothing for the same again', () => {
  const before = graded(complete);
  const determined = [...before, ...decided(before, determine('one'))];
  const revised = [...determined, ...decided(determined, revise)];
  expect(revised.at(-1)).toMatchObject({ type: 'GradeRevised', data: { grade: 'three' } });
  grading
    .given(...revised)
    .when(revise, facts)
    .thenNothing();
});

it('takes in a grade from before the platform, effective on its period’s last day, and a correction of it as a new fact', () => {
  const given = factsUnder(null, { placement: aPlacement(edition) });
  const recorded: GradingEvent = {
    type: 'PriorGradeRecorded',
    data: { ...subject, grade: '优', basis, source: '台账', effectiveOn: '2022-12-31' },
  };
  grading.given().when(prior, given).then(recorded);
  grading.given(recorded).when(prior, given).thenNothing();
  grading
    .given(recorded)
    .when({ name: 'RecordPriorGrade', data: { ...subject, grade: '良', basis, source: '台账' } }, given)
    .then({ type: 'PriorGradeRecorded', data: { ...recorded.data, grade: '良' } });
});

it.each<[string, readonly GradingEvent[], GradingCommand, GradingFacts, string]>([
  ['grading before the grading is opened', [], gradeBranch, factsUnder(null), 'GRADING_NOT_OPENED'],
  ['determining what was never computed', complete, determine('two'), facts, 'GRADE_NOT_COMPUTED'],
  ['revising what was never computed', complete, revise, facts, 'GRADE_NOT_COMPUTED'],
  ['determining a grade that the edition has not', graded(complete), determine('five'), facts, 'GRADE_UNKNOWN'],
  [
    'a grade in effect before its period',
    complete,
    { name: 'GradeBranch', data: { ...subject, effectiveOn: '2021-12-31' } },
    facts,
    'EFFECTIVE_BEFORE_PERIOD',
  ],
  [
    'a prior grade of a period that is graded here',
    [opened],
    prior,
    factsUnder(edition, { placement: aPlacement(edition) }),
    'GRADING_ALREADY_OPENED',
  ],
  ['a prior grade of an unknown branch', [], prior, factsUnder(null), 'BRANCH_UNKNOWN'],
])('refuses %s', (...[, history, command, given, code]) => {
  grading
    .given(...history)
    .when(command, given)
    .thenRefused(code);
});

function gradingHash(history: readonly GradingEvent[]): { readonly inputsHash: string } {
  const [last] = history.filter(isOneOf(gradingEvents.BranchGraded)).slice(-1);
  expect(last?.data.inputsHash).toMatch(/^[0-9a-f]{64}$/);
  return { inputsHash: last?.data.inputsHash ?? '' };
}
