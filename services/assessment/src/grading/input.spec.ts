import { expect, it } from '@jest/globals';
import type { GradingCommand, GradingEvent } from '@zhibu/contracts';
import { fold, Refusal, type RefusalDetails } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { aStandard, assignmentUnder, factsUnder, published, subject } from '../testing/examples.ts';
import { gradingDecider } from './grading.decider.ts';

const grading = specification(gradingDecider);
const edition = published(aStandard());
const facts = factsUnder(edition);
const opened: GradingEvent = { type: 'GradingOpened', data: assignmentUnder(edition) };
type Entries = Extract<GradingCommand, { name: 'SubmitRating' }>['data']['entries'];

const rate = (entries: Entries, rater = 'own'): GradingCommand => ({
  name: 'SubmitRating',
  data: { ...subject, rater, entries },
});
const rated = (entries: Entries): GradingEvent => ({
  type: 'RatingSubmitted',
  data: { ...subject, rater: 'own', entries },
});
const poll = (ballots: number, answers: Record<string, number>): GradingCommand => ({
  name: 'RecordPoll',
  data: { ...subject, ballots, answers },
});
const match = (fields: Extract<GradingCommand, { name: 'RecordDataMatch' }>['data']['fields']): GradingCommand => ({
  name: 'RecordDataMatch',
  data: { ...subject, source: '智慧党建', fields },
});
const veto = (code: string): GradingCommand => ({ name: 'RecordVeto', data: { ...subject, veto: code } });
const withdraw = (code: string): GradingCommand => ({
  name: 'WithdrawVeto',
  data: { ...subject, veto: code, reason: '查无此事' },
});

it('takes in a rating, empty when nothing was lost', () => {
  grading.given(opened).when(rate([]), facts).then(rated([]));
  grading
    .given(opened)
    .when(
      rate([
        { item: 'T1', deduction: '2.5', note: '灰' },
        { item: 'X1', bonus: '9' },
      ]),
      facts,
    )
    .then(
      rated([
        { item: 'T1', deduction: '2.5', note: '灰' },
        { item: 'X1', bonus: '9' },
      ]),
    );
});

it('records nothing for the same rating again, and the whole of a changed one', () => {
  grading.given(opened, rated([])).when(rate([]), facts).thenNothing();
  grading
    .given(opened, rated([]))
    .when(rate([{ item: 'T1', deduction: '1' }]), facts)
    .then(rated([{ item: 'T1', deduction: '1' }]));
});

it('takes corrections of inputs after the round is closed', () => {
  grading
    .given(opened, rated([]))
    .when(rate([{ item: 'K1', deduction: '1' }]), factsUnder(edition, { roundClosed: true }))
    .then(rated([{ item: 'K1', deduction: '1' }]));
});

it('takes in a poll and records nothing for the same again', () => {
  const recorded: GradingEvent = { type: 'PollRecorded', data: { ...subject, ballots: 3, answers: { yes: 2, no: 1 } } };
  grading
    .given(opened)
    .when(poll(3, { yes: 2, no: 1 }), facts)
    .then(recorded);
  grading
    .given(opened, recorded)
    .when(poll(3, { no: 1, yes: 2 }), facts)
    .thenNothing();
});

it('names the mismatches of a data match: as decimals, and a blank differs from a number', () => {
  const fields = [
    { field: 'a', reported: '5', system: '5.0' },
    { field: 'b', reported: null, system: '0' },
    { field: 'c', reported: null, system: null },
    { field: 'd', reported: '1.5', system: '1.50001' },
  ];
  const recorded: GradingEvent = {
    type: 'DataMatchRecorded',
    data: { ...subject, source: '智慧党建', fields, mismatches: [fields[1], fields[3]].flatMap((each) => each ?? []) },
  };
  grading.given(opened).when(match(fields), facts).then(recorded);
  grading.given(opened, recorded).when(match(fields), facts).thenNothing();
});

it('records a veto once, and withdraws it', () => {
  const recorded: GradingEvent = { type: 'VetoRecorded', data: { ...subject, veto: 'Z1', effectiveOn: facts.today } };
  const withdrawn: GradingEvent = { type: 'VetoWithdrawn', data: { ...subject, veto: 'Z1', reason: '查无此事' } };
  grading.given(opened).when(veto('Z1'), facts).then(recorded);
  grading.given(opened, recorded).when(veto('Z1'), facts).thenNothing();
  grading.given(opened, recorded).when(withdraw('Z1'), facts).then(withdrawn);
  grading.given(opened, recorded, withdrawn).when(veto('Z1'), facts).then(recorded);
});

it.each<[string, GradingCommand, string, readonly string[]]>([
  ['an unknown rater', rate([], 'stranger'), 'RATER_UNKNOWN', ['rater']],
  ['a poll submitted as a rating by item', rate([], 'crowd'), 'RATER_NOT_ITEMISED', ['rater']],
  [
    'unknown items, each named',
    rate([
      { item: 'T9', deduction: '1' },
      { item: 'T1', deduction: '1' },
      { item: 'K9', bonus: '1' },
    ]),
    'RATING_INVALID',
    ['entries.0.item', 'entries.2.item'],
  ],
  ['a bonus for an item that gives none', rate([{ item: 'T1', bonus: '1' }]), 'RATING_INVALID', ['entries.0.bonus']],
  ['a deduction from a bonus item', rate([{ item: 'X1', deduction: '1' }]), 'RATING_INVALID', ['entries.0.deduction']],
  [
    'an entry that repeats another exactly',
    rate([
      { item: 'T1', deduction: '1' },
      { item: 'T1', deduction: '1' },
    ]),
    'RATING_INVALID',
    ['entries.1'],
  ],
  ['a poll without ballots', poll(0, {}), 'POLL_INVALID', ['ballots']],
  ['ballots that do not add up', poll(5, { yes: 2, no: 2 }), 'POLL_INVALID', ['ballots']],
  ['unknown answers', poll(2, { yes: 1, aye: 1 }), 'POLL_INVALID', ['answers.aye']],
  [
    'a field given twice',
    match([
      { field: 'a', reported: '1', system: '1' },
      { field: 'a', reported: '2', system: '2' },
    ]),
    'DATA_MATCH_INVALID',
    ['fields.1.field'],
  ],
  ['an unknown veto', veto('Z9'), 'VETO_UNKNOWN', ['veto']],
  ['withdrawing an unknown veto', withdraw('Z9'), 'VETO_UNKNOWN', ['veto']],
  ['withdrawing a veto that is not in force', withdraw('Z2'), 'VETO_NOT_IN_FORCE', ['veto']],
])('refuses %s', (...[, command, code, fields]) => {
  const refusal = refusalOf(() => gradingDecider.decide(command, fold(gradingDecider, [opened]), facts));
  expect(refusal?.code).toBe(code);
  expect(placesOf(refusal?.details)).toEqual(fields);
});

it('refuses a poll where the standard asks for none', () => {
  const { poll: _poll, ...content } = aStandard({ raters: [], gates: [] });
  grading
    .given(opened)
    .when(poll(1, { yes: 1 }), factsUnder(published(content)))
    .thenRefused('POLL_NOT_ASKED');
});

it('refuses every input while the grading is not opened', () => {
  for (const command of [rate([]), poll(1, { yes: 1 }), match([]), veto('Z1'), withdraw('Z1')]) {
    grading.given().when(command, factsUnder(null)).thenRefused('GRADING_NOT_OPENED');
  }
});

function refusalOf(decide: () => unknown): Refusal | undefined {
  try {
    decide();
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error : undefined;
  }
}

const placesOf = (details: RefusalDetails | undefined): readonly string[] =>
  details?.errors?.map(({ field }) => field) ?? (details?.field === undefined ? [] : [details.field]);
